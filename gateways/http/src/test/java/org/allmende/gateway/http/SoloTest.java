package org.allmende.gateway.http;

import static org.allmende.gateway.http.TestNode.GATEWAY;
import static org.allmende.gateway.http.TestNode.KEYSPACE;
import static org.allmende.gateway.http.TestNode.OWNER;
import static org.allmende.gateway.http.TestNode.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.allmende.consensus.solo.SoloConsensus;
import org.allmende.consensus.solo.SoloSettings;
import org.allmende.coordination.Coordination;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.port.LocalPort;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Over an engine that writes a log and orders in its own time. */
class SoloTest {
    private final Genesis genesis = TestNode.genesis(
            System.currentTimeMillis(), new Parameters(100, 3_000, 120_000, 1_000));

    @TempDir
    Path dir;

    private record Running(LocalPort port, HttpGateway gateway, TestClient client) implements AutoCloseable {
        @Override
        public void close() {
            gateway.close();
            port.close();
        }
    }

    private Running start() throws Exception {
        List<Coordination> made = new ArrayList<>();
        LocalPort port = LocalPort.open(new LocalPort.Settings(
                genesis,
                0,
                tables -> {
                    made.add(new Coordination(tables));
                    return made;
                },
                new SoloConsensus(SoloSettings.in(dir, genesis.networkId().value())),
                GATEWAY,
                InstantSource.system(),
                ForkJoinPool.commonPool()));
        await().until(() -> port.view().height() > 0);
        HttpGateway gateway = HttpGateway.open(HttpSettings.onLoopback(0), port, made.getFirst());
        return new Running(port, gateway, new TestClient(gateway.uri()));
    }

    private Bytes put(Running node, int number) {
        return Signer.of(node.port().schema(), OWNER)
                .sign(new Transaction(
                        genesis.networkId(),
                        account(OWNER),
                        Math.max(System.currentTimeMillis(), node.port().view().timeMillis()) + 60_000,
                        number,
                        List.of(Group.of(TestNode.put("k" + number % 3, "v" + number)))));
    }

    @Test
    void whatWasAnsweredIsThereAfterARestartAndAWatchGoesOnWhereItWas() throws Exception {
        List<String> watched = new ArrayList<>();
        String lastEventId;
        try (Running node = start();
                EventReader watch = node.client().stream("/v1/keyspaces/" + KEYSPACE + "/watch?startRevision=1")) {
            for (int i = 0; i < 10; i++) {
                JsonNode answer = node.client()
                        .post("/v1/transactions?waitMillis=20000", put(node, i))
                        .json();
                assertThat(answer.has("receipt")).as(answer.toString()).isTrue();
                assertThat(answer.at("/receipt/outcomes/0/type").stringValue()).isEqualTo("applied");
                JsonNode read = node.client()
                        .get("/v1/keyspaces/" + KEYSPACE + "/range?key=" + TestClient.key("k" + i % 3))
                        .json();
                assertThat(read.at("/result/keyValues/0/valueText").stringValue()).isEqualTo("v" + i);
            }
            for (int i = 0; i < 4; i++) {
                watched.add(watch.next().id());
            }
            lastEventId = watched.getLast();
        }
        try (Running node = start();
                EventReader watch =
                        node.client().stream("/v1/keyspaces/" + KEYSPACE + "/watch", "Last-Event-ID", lastEventId)) {
            for (int i = 4; i < 10; i++) {
                watched.add(watch.next().id());
            }
            assertThat(watched).containsExactly("2", "3", "4", "5", "6", "7", "8", "9", "10", "11");
        }
    }
}

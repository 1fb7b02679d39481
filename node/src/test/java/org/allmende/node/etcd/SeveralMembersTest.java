package org.allmende.node.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes, as a harness starts etcd's. */
class SeveralMembersTest {
    private static final String KEY = "YQ==";

    @TempDir
    Path dir;

    private final List<MemberProcess> members = new ArrayList<>();

    @AfterEach
    void endAll() {
        members.forEach(MemberProcess::endAll);
    }

    @Test
    void fourAreOneStoreAndGoOnWithoutOne() throws Exception {
        String cluster = make("a", "b", "c", "d");
        for (MemberProcess member : members) {
            member.start(cluster, "token");
        }
        members.forEach(MemberProcess::awaitReady);
        MemberProcess lost = members.getLast();

        members.getFirst().put(KEY, "MQ==");
        for (MemberProcess member : members) {
            assertThat(member.get(KEY)).contains("\"value\":\"MQ==\"");
            member.put(KEY, "MQ==");
            assertThat(member.post("/v3/cluster/member/list", "{}"))
                    .contains(members.stream().map(each -> "\"name\":\"" + each.name + "\"").toList())
                    .contains(members.stream().map(MemberProcess::peerUrl).toList())
                    .contains(members.stream().map(MemberProcess::clientUrl).toList());
            assertThat(member.said()).doesNotContain("survive no loss");
        }
        assertThat(members.getFirst().health()).isEqualTo("{\"health\":\"true\",\"reason\":\"\"}");

        lost.kill();
        members.get(1).put(KEY, "Mg==");
        assertThat(members.get(2).get(KEY)).contains("\"value\":\"Mg==\"");

        lost.start("d=" + lost.peerUrl(), "whatever");
        lost.awaitReady();
        assertThat(lost.said()).contains("--initial-cluster is ignored");
        assertThat(lost.get(KEY)).contains("\"value\":\"Mg==\"");
        lost.put(KEY, "Mw==");
        assertThat(members.getFirst().get(KEY)).contains("\"value\":\"Mw==\"");

        lost.stop();
        assertThat(lost.said())
                .as("its evidence: " + lost.evidence())
                .contains("\"msg\":\"stopped\"")
                .doesNotContain("fault");
    }

    @Test
    void threeSayThatTheySurviveNoLossAndHaveTheQuotaOfTheFirst() throws Exception {
        String cluster = make("a", "b", "c");
        for (MemberProcess member : members) {
            member.start(cluster, "token", "--quota-backend-bytes=" + (member == members.getFirst() ? 1_000 : 2_000));
        }
        members.forEach(MemberProcess::awaitReady);
        members.getFirst().get(KEY);
        assertThat(members.getFirst().said()).contains("3 members survive no loss");
        assertThat(members.getFirst().health())
                .startsWith("{\"health\":\"true\",\"reason\":\"3 members survive no loss");
        for (MemberProcess member : members) {
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() ->
                            assertThat(member.metrics()).contains("\netcd_server_quota_backend_bytes 1000.0\n"));
        }
        assertThat(members.getLast().said())
                .contains("--quota-backend-bytes is that of 'a', which owns the keyspace");
    }

    @Test
    void oneThatIsKilledInTheMiddleGoesOnAndOneWithAnotherTokenBeginsNothing() throws Exception {
        String cluster = make("a", "b");
        MemberProcess anna = members.getFirst();
        MemberProcess bela = members.getLast();
        anna.start(cluster, "token");
        anna.awaitSaid("waiting for the cards of b at " + bela.peerUrl());
        anna.kill();
        anna.start(cluster, "token");
        anna.awaitSaid("waiting for the cards of b");

        bela.start(cluster, "another");
        await().atMost(Duration.ofMinutes(2)).until(() -> !bela.isRunning() || !anna.isRunning());
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            assertThat(anna.said()).contains("different --initial-cluster-token");
            assertThat(bela.said()).contains("different --initial-cluster-token");
        });
        for (MemberProcess member : members) {
            assertThat(member.folder().resolve("genesis.borsh")).doesNotExist();
            assertThat(member.folder().resolve("genesis.bound")).doesNotExist();
            assertThat(member.folder().resolve("data")).doesNotExist();
        }
        MemberProcess ended = bela.isRunning() ? anna : bela;
        assertThat(ended.said().lines().filter(line -> line.startsWith("refused: "))).hasSize(1);
    }

    private String make(String... names) throws IOException {
        for (String name : names) {
            members.add(new MemberProcess(dir, name));
        }
        return MemberProcess.cluster(members);
    }
}

package org.allmende.gateway.etcd.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.etcd.protocol.Rpc;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moving in and out while everything goes on: {@code etcdctl make-mirror} from etcd to the gateway, and the other way. */
class MirrorTest {
    private static final Path PROGRAM = Path.of("/usr/bin/etcdctl");
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final ByteString ALL = ByteString.copyFrom(new byte[1]);

    @TempDir
    Path dir;

    @Test
    void fromEtcd() throws Exception {
        assumeInstalled();
        try (Pair pair = Pair.start(dir)) {
            mirror(pair.etcd.endpoint(), pair.etcd.channel, pair.node.endpoint(), pair.node.channel);
        }
    }

    @Test
    void toEtcd() throws Exception {
        assumeInstalled();
        try (Pair pair = Pair.start(dir)) {
            mirror(pair.node.endpoint(), pair.node.channel, pair.etcd.endpoint(), pair.etcd.channel);
        }
    }

    private static void assumeInstalled() {
        EtcdProcess.assumeInstalled();
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "no " + PROGRAM + ": apt install etcd-client");
    }

    private void mirror(String from, Channel source, String to, Channel destination) throws IOException {
        for (int i = 0; i < 50; i++) {
            put(source, "before/" + i, "value " + i);
        }
        ProcessBuilder builder = new ProcessBuilder(PROGRAM.toString(), "--endpoints=" + from, "make-mirror", to)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("mirror.log").toFile());
        builder.environment().put("ETCDCTL_API", "3");
        Process process = builder.start();
        try {
            awaitSame(source, destination, 50);
            for (int i = 0; i < 50; i++) {
                put(source, "after/" + i % 20, "value " + i);
            }
            delete(source, "before/7");
            awaitSame(source, destination, 69);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void awaitSame(Channel source, Channel destination, int keys) {
        assertThat(all(source)).hasSize(keys);
        await().atMost(SOON).untilAsserted(() -> assertThat(all(destination)).isEqualTo(all(source)));
    }

    private static Map<String, String> all(Channel channel) {
        Map<String, String> all = new TreeMap<>();
        for (Mvcc.KeyValue each : KVGrpc.newBlockingStub(channel)
                .range(Rpc.RangeRequest.newBuilder().setKey(ALL).setRangeEnd(ALL).build())
                .getKvsList()) {
            all.put(each.getKey().toStringUtf8(), each.getValue().toStringUtf8());
        }
        return all;
    }

    private static void put(Channel channel, String key, String value) {
        KVGrpc.newBlockingStub(channel)
                .put(Rpc.PutRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8(key))
                        .setValue(ByteString.copyFromUtf8(value))
                        .build());
    }

    private static void delete(Channel channel, String key) {
        KVGrpc.newBlockingStub(channel)
                .deleteRange(Rpc.DeleteRangeRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8(key))
                        .build());
    }
}

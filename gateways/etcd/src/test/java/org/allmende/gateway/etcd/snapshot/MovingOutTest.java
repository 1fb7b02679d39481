package org.allmende.gateway.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import java.nio.file.Path;
import java.util.List;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.LeaseGrpc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.gateway.etcd.SoloNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code etcdctl snapshot save} takes from this gateway, an etcd goes on with. */
class MovingOutTest {
    private static final ByteString ALL = ByteString.copyFrom(new byte[1]);

    @TempDir
    Path dir;

    @BeforeAll
    static void etcd() {
        EtcdProgram.assumeInstalled();
    }

    @Test
    void anEtcdGoesOnWithWhatWasHere() throws Exception {
        Path saved = dir.resolve("saved.db");
        try (SoloNode node = SoloNode.start(dir.resolve("node"))) {
            write(node.channel);
            EtcdProgram.etcdctl("--endpoints", node.endpoint(), "snapshot", "save", saved.toString());
            try (EtcdProgram etcd = EtcdProgram.restore(saved, dir.resolve("etcd"))) {
                for (long revision = 30; revision <= 44; revision++) {
                    assertThat(all(etcd.channel(), revision))
                            .as("at revision " + revision)
                            .isEqualTo(all(node.channel, revision));
                }
                assertThat(keysOfLease(etcd.channel())).isEqualTo(keysOfLease(node.channel));
            }
        }
    }

    /** Revisions 2 to 44, compacted at 30: old keys, changed ones, a transaction of several, a deletion, a lease. */
    private static void write(Channel channel) {
        KVGrpc.KVBlockingStub kv = KVGrpc.newBlockingStub(channel);
        LeaseGrpc.newBlockingStub(channel)
                .leaseGrant(Rpc.LeaseGrantRequest.newBuilder().setID(77).setTTL(600).build());
        for (int i = 0; i < 40; i++) {
            kv.put(put("key" + i % 12, "value " + i, i == 39 ? 77 : 0));
        }
        kv.txn(Rpc.TxnRequest.newBuilder()
                .addSuccess(Rpc.RequestOp.newBuilder().setRequestPut(put("together", "1", 77)))
                .addSuccess(Rpc.RequestOp.newBuilder().setRequestPut(put("also", "2", 0)))
                .build());
        kv.deleteRange(Rpc.DeleteRangeRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("key5"))
                .build());
        kv.put(put("key5", "again", 0));
        kv.compact(Rpc.CompactionRequest.newBuilder().setRevision(30).build());
    }

    private static Rpc.PutRequest put(String key, String value, long lease) {
        return Rpc.PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setValue(ByteString.copyFromUtf8(value))
                .setLease(lease)
                .build();
    }

    private static List<?> all(Channel channel, long revision) {
        return KVGrpc.newBlockingStub(channel)
                .range(Rpc.RangeRequest.newBuilder()
                        .setKey(ALL)
                        .setRangeEnd(ALL)
                        .setRevision(revision)
                        .build())
                .getKvsList();
    }

    private static List<ByteString> keysOfLease(Channel channel) {
        return LeaseGrpc.newBlockingStub(channel)
                .leaseTimeToLive(Rpc.LeaseTimeToLiveRequest.newBuilder()
                        .setID(77)
                        .setKeys(true)
                        .build())
                .getKeysList()
                .stream()
                .sorted(ByteString.unsignedLexicographicalComparator())
                .toList();
    }
}

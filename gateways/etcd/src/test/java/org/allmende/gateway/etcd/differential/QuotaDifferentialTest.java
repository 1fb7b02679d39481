package org.allmende.gateway.etcd.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.allmende.coordination.CoordinationOperation.SetQuota;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.LeaseGrpc;
import org.allmende.etcd.protocol.MaintenanceGrpc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.gateway.etcd.SoloNode;
import org.allmende.gateway.etcd.store.Written;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full keyspace, and one that is said to be corrupt, answer as a full etcd does, and a corrupt one. */
class QuotaDifferentialTest {
    private static final long QUOTA = 200_000;

    /** Seven are enough for a keyspace; etcd learns its file's size only every 100 ms, and takes what comes until then. */
    private static final int PUTS_MAX = 5_000;

    private static final ByteString LARGE = ByteString.copyFrom(new byte[30_000]);

    @TempDir
    Path dir;

    /** One of the two servers, and what it said. */
    private static final class Asked {
        private final KVGrpc.KVBlockingStub kv;
        private final LeaseGrpc.LeaseBlockingStub leases;
        private final MaintenanceGrpc.MaintenanceBlockingStub maintenance;
        private final String endpoint;
        private final List<String> said = new ArrayList<>();

        Asked(Channel channel, String endpoint) {
            kv = KVGrpc.newBlockingStub(channel);
            leases = LeaseGrpc.newBlockingStub(channel);
            maintenance = MaintenanceGrpc.newBlockingStub(channel);
            this.endpoint = endpoint;
        }

        /** The code and the text of a refusal, or that there was none. */
        void say(String what, Supplier<? extends Message> call) {
            try {
                var _ = call.get();
                said.add(what + " -> done");
            } catch (StatusRuntimeException e) {
                said.add(what + " -> " + e.getStatus().getCode() + " " + e.getStatus().getDescription());
            }
        }

        void fill() {
            for (int i = 0; i < PUTS_MAX; i++) {
                try {
                    var _ = kv.put(put("large-" + i, LARGE));
                } catch (StatusRuntimeException e) {
                    said.add("full -> " + e.getStatus().getCode() + " " + e.getStatus().getDescription());
                    return;
                }
            }
            throw new AssertionError("it is never full");
        }

        void every(String when) throws Exception {
            said.add(when);
            say("put", () -> kv.put(put("a", ByteString.EMPTY)));
            say("put without a key", () -> kv.put(put("a", ByteString.EMPTY).toBuilder().setIgnoreValue(true).build()));
            say("range", () -> kv.range(range()));
            say("empty txn", () -> kv.txn(Rpc.TxnRequest.getDefaultInstance()));
            say("txn that reads", () -> kv.txn(success(Rpc.RequestOp.newBuilder().setRequestRange(range()).build())));
            say("txn that puts", () -> kv.txn(success(putOp())));
            say("txn that might put", () -> kv.txn(Rpc.TxnRequest.newBuilder().addFailure(putOp()).build()));
            say("txn that deletes", () -> kv.txn(success(Rpc.RequestOp.newBuilder()
                    .setRequestDeleteRange(delete("none"))
                    .build())));
            say("delete", () -> kv.deleteRange(delete("large-0")));
            say("compact", () -> kv.compact(Rpc.CompactionRequest.newBuilder()
                    .setRevision(kv.range(range()).getHeader().getRevision())
                    .setPhysical(true)
                    .build()));
            say("grant", () -> leases.leaseGrant(Rpc.LeaseGrantRequest.newBuilder().setTTL(60).build()));
            say("revoke", () -> leases.leaseRevoke(Rpc.LeaseRevokeRequest.newBuilder().setID(7).build()));
            say("time to live", () -> leases.leaseTimeToLive(
                    Rpc.LeaseTimeToLiveRequest.newBuilder().setID(7).build()));
            alarms();
        }

        void alarms() throws Exception {
            said.add("alarms " + list());
            said.add("status " + maintenance.status(Rpc.StatusRequest.getDefaultInstance()).getErrorsList().stream()
                    .map(text -> text.replace(Long.toUnsignedString(self()), "SELF"))
                    .sorted()
                    .toList());
            // 3.4 says no reason
            HttpResponse<String> health = get("/health");
            String body = health.body().strip().replaceAll(",\"reason\":\"[^\"]*\"", "");
            said.add("health " + health.statusCode() + " " + body);
        }

        private List<String> list() {
            return alarm(Rpc.AlarmRequest.AlarmAction.GET, 0, Rpc.AlarmType.NONE).getAlarmsList().stream()
                    .map(each -> (each.getMemberID() == self() ? "SELF" : each.getMemberID()) + " " + each.getAlarm())
                    .sorted()
                    .toList();
        }

        private long self() {
            return maintenance.status(Rpc.StatusRequest.getDefaultInstance()).getHeader().getMemberId();
        }

        Rpc.AlarmResponse alarm(Rpc.AlarmRequest.AlarmAction action, long member, Rpc.AlarmType type) {
            return maintenance.alarm(Rpc.AlarmRequest.newBuilder()
                    .setAction(action)
                    .setMemberID(member)
                    .setAlarm(type)
                    .build());
        }

        void change(Rpc.AlarmRequest.AlarmAction action, long member, Rpc.AlarmType type) {
            Rpc.AlarmResponse response = alarm(action, member == -1 ? self() : member, type);
            said.add(action + " " + type + " -> " + response.getAlarmsCount());
        }

        private HttpResponse<String> get(String path) throws Exception {
            try (HttpClient client = HttpClient.newHttpClient()) {
                return client.send(
                        HttpRequest.newBuilder(URI.create("http://" + endpoint + path)).build(),
                        HttpResponse.BodyHandlers.ofString());
            }
        }

        /** Of a gauge. */
        double measure(String name) throws Exception {
            return get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Rpc.PutRequest put(String key, ByteString value) {
        return Rpc.PutRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).setValue(value).build();
    }

    private static Rpc.RequestOp putOp() {
        return Rpc.RequestOp.newBuilder().setRequestPut(put("a", ByteString.EMPTY)).build();
    }

    private static Rpc.RangeRequest range() {
        return Rpc.RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8("a")).build();
    }

    private static Rpc.DeleteRangeRequest delete(String key) {
        return Rpc.DeleteRangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).build();
    }

    private static Rpc.TxnRequest success(Rpc.RequestOp op) {
        return Rpc.TxnRequest.newBuilder().addSuccess(op).build();
    }

    @Test
    void aFullOneAnswersAsEtcdDoes() throws Exception {
        EtcdProcess.assumeInstalled();
        check(List.of("--quota-backend-bytes=" + QUOTA), SoloNode::start, QuotaDifferentialTest::fillAndEmpty);
    }

    @Test
    void aFullOneBehindAGatewayOfOnesOwnDoesSoToo() throws Exception {
        EtcdProcess.assumeInstalled();
        check(
                List.of("--quota-backend-bytes=" + QUOTA),
                SoloNode::startBehindOnesOwn,
                QuotaDifferentialTest::fillAndEmpty);
    }

    @Test
    void whatIsSaidToBeCorruptAnswersAsEtcdDoes() throws Exception {
        EtcdProcess.assumeInstalled();
        check(List.of(), SoloNode::start, asked -> {
            var _ = asked.kv.put(put("large-0", ByteString.EMPTY));
            var _ = asked.leases.leaseGrant(Rpc.LeaseGrantRequest.newBuilder().setID(7).setTTL(600).build());
            asked.change(Rpc.AlarmRequest.AlarmAction.ACTIVATE, 8, Rpc.AlarmType.CORRUPT);
            asked.change(Rpc.AlarmRequest.AlarmAction.ACTIVATE, 8, Rpc.AlarmType.CORRUPT);
            asked.change(Rpc.AlarmRequest.AlarmAction.ACTIVATE, 9, Rpc.AlarmType.CORRUPT);
            asked.every("corrupt");
            asked.change(Rpc.AlarmRequest.AlarmAction.DEACTIVATE, 9, Rpc.AlarmType.NOSPACE);
            asked.change(Rpc.AlarmRequest.AlarmAction.DEACTIVATE, 9, Rpc.AlarmType.CORRUPT);
            asked.change(Rpc.AlarmRequest.AlarmAction.DEACTIVATE, 8, Rpc.AlarmType.CORRUPT);
            asked.change(Rpc.AlarmRequest.AlarmAction.ACTIVATE, 9, Rpc.AlarmType.NONE);
            asked.every("nothing in particular");
            asked.change(Rpc.AlarmRequest.AlarmAction.DEACTIVATE, 9, Rpc.AlarmType.NONE);
            asked.change(Rpc.AlarmRequest.AlarmAction.ACTIVATE, -1, Rpc.AlarmType.NOSPACE);
            asked.every("said to be full, with room");
            asked.change(Rpc.AlarmRequest.AlarmAction.DEACTIVATE, -1, Rpc.AlarmType.NOSPACE);
            asked.every("well");
        });
    }

    private static void fillAndEmpty(Asked asked) throws Exception {
        var _ = asked.leases.leaseGrant(Rpc.LeaseGrantRequest.newBuilder().setID(7).setTTL(600).build());
        assertThat(asked.measure("etcd_server_quota_backend_bytes")).isEqualTo(QUOTA);
        asked.fill();
        asked.every("full");
        double full = asked.measure("etcd_mvcc_db_total_size_in_use_in_bytes");
        asked.say("delete all", () -> asked.kv.deleteRange(Rpc.DeleteRangeRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("l"))
                .setRangeEnd(ByteString.copyFromUtf8("m"))
                .build()));
        asked.say("compact", () -> asked.kv.compact(Rpc.CompactionRequest.newBuilder()
                .setRevision(asked.kv.range(range()).getHeader().getRevision())
                .setPhysical(true)
                .build()));
        asked.say("defragment", () -> asked.maintenance.defragment(Rpc.DefragmentRequest.getDefaultInstance()));
        asked.say("put, with room, under alarm", () -> asked.kv.put(put("a", ByteString.EMPTY)));
        asked.change(Rpc.AlarmRequest.AlarmAction.DEACTIVATE, -1, Rpc.AlarmType.NOSPACE);
        asked.every("well again");
        assertThat(asked.measure("etcd_mvcc_db_total_size_in_use_in_bytes")).isLessThan(full / 2);
        Rpc.StatusResponse status = asked.maintenance.status(Rpc.StatusRequest.getDefaultInstance());
        assertThat(status.getDbSizeInUse()).isPositive().isLessThanOrEqualTo(status.getDbSize());
    }

    /** What is done with each. */
    private interface Doing {
        void with(Asked asked) throws Exception;
    }

    private void check(List<String> flags, Pair.Starting starting, Doing doing) throws Exception {
        try (EtcdProcess etcd = EtcdProcess.start(dir.resolve("etcd"), flags);
                SoloNode node = starting.in(dir.resolve("node"))) {
            if (!flags.isEmpty()) {
                assertThat(node.writes().write(new SetQuota(SoloNode.KEYSPACE, QUOTA)).join())
                        .isInstanceOf(Written.Applied.class);
            }
            Asked theirs = new Asked(etcd.channel, etcd.endpoint());
            Asked ours = new Asked(node.channel, node.endpoint());
            doing.with(theirs);
            doing.with(ours);
            assertThat(ours.said).containsExactlyElementsOf(theirs.said);
        }
    }
}

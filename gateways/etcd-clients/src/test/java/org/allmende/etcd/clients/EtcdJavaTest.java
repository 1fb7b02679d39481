package org.allmende.etcd.clients;

import static com.google.protobuf.ByteString.copyFromUtf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ibm.etcd.api.Event;
import com.ibm.etcd.api.KeyValue;
import com.ibm.etcd.api.TxnResponse;
import com.ibm.etcd.client.EtcdClient;
import com.ibm.etcd.client.KvStoreClient;
import com.ibm.etcd.client.kv.KvClient;
import com.ibm.etcd.client.kv.KvClient.WatchIterator;
import com.ibm.etcd.client.lease.PersistentLease;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** etcd-java, IBM's client. */
@Timeout(120)
class EtcdJavaTest {
    @TempDir
    static Path dir;

    @SuppressWarnings("NullAway.Init") // before all
    private static Member member;

    @SuppressWarnings("NullAway.Init")
    private static KvStoreClient client;

    @BeforeAll
    static void start() throws Exception {
        member = Member.start(dir);
        client = EtcdClient.forEndpoint("127.0.0.1", member.port).withPlainText().build();
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        member.close();
    }

    @Test
    void keysArePutReadAndDeleted() {
        KvClient keys = client.getKvClient();
        keys.put(copyFromUtf8("kv/a"), copyFromUtf8("1")).sync();
        keys.put(copyFromUtf8("kv/b"), copyFromUtf8("2")).sync();
        List<KeyValue> found =
                keys.get(copyFromUtf8("kv/")).asPrefix().sync().getKvsList();
        assertThat(found).extracting(kv -> kv.getKey().toStringUtf8() + "=" + kv.getValue().toStringUtf8())
                .containsExactly("kv/a=1", "kv/b=2");
        assertThat(keys.delete(copyFromUtf8("kv/")).asPrefix().sync().getDeleted()).isEqualTo(2);
    }

    @Test
    void transactionsTakeTheBranchThatTheComparesSay() {
        for (boolean first : List.of(true, false)) {
            TxnResponse taken = client.getKvClient()
                    .txnIf()
                    .notExists(copyFromUtf8("txn"))
                    .then()
                    .put(client.getKvClient().put(copyFromUtf8("txn"), copyFromUtf8("mine")).asRequest())
                    .sync();
            assertThat(taken.getSucceeded()).isEqualTo(first);
        }
    }

    @Test
    void aWatchTellsEveryChangeInOrder() {
        KvClient keys = client.getKvClient();
        long revision = keys.put(copyFromUtf8("watch/0"), copyFromUtf8("x")).sync().getHeader().getRevision();
        List<String> told = new ArrayList<>();
        try (WatchIterator watch =
                keys.watch(copyFromUtf8("watch/")).asPrefix().startRevision(revision).start()) {
            keys.put(copyFromUtf8("watch/1"), copyFromUtf8("y")).sync();
            keys.delete(copyFromUtf8("watch/1")).sync();
            while (told.size() < 3) {
                for (Event event : watch.next().getEvents()) {
                    told.add(event.getType() + " " + event.getKv().getKey().toStringUtf8());
                }
            }
        }
        assertThat(told).containsExactly("PUT watch/0", "PUT watch/1", "DELETE watch/1");
    }

    @Test
    void aLeaseIsMaintained() throws Exception {
        PersistentLease lease =
                client.getLeaseClient().maintain().minTtl(30).keepAliveFreq(10).start();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> lease.getState() == PersistentLease.LeaseState.ACTIVE);
        long id = lease.getLeaseId();
        client.getKvClient().put(copyFromUtf8("leased"), copyFromUtf8("1"), id).sync();
        assertThat(client.getLeaseClient().ttl(id, true).get().getKeysList()).containsExactly(copyFromUtf8("leased"));
        lease.close();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> client.getKvClient().get(copyFromUtf8("leased")).sync().getKvsCount() == 0);
    }
}

package org.allmende.etcd.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.election.CampaignResponse;
import io.etcd.jetcd.election.NoLeaderException;
import io.etcd.jetcd.election.NoLeaderException;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.lease.LeaseTimeToLiveResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.LeaseOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** jetcd, the client of etcd's own project for Java. */
@Timeout(120)
class JetcdTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir
    static Path dir;

    @SuppressWarnings("NullAway.Init") // before all
    private static Member member;

    @SuppressWarnings("NullAway.Init")
    private static Client client;

    @BeforeAll
    static void start() throws Exception {
        member = Member.start(dir);
        client = Client.builder().endpoints(member.endpoint()).build();
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        member.close();
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, UTF_8);
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(1, TimeUnit.MINUTES);
    }

    @Test
    void keysArePutReadAndDeleted() throws Exception {
        KV keys = client.getKVClient();
        get(keys.put(bytes("kv/a"), bytes("1")));
        get(keys.put(bytes("kv/b"), bytes("2")));
        assertThat(get(keys.put(bytes("kv/a"), bytes("3"), PutOption.builder().withPrevKV().build()))
                        .getPrevKv()
                        .getValue())
                .isEqualTo(bytes("1"));
        GetResponse found = get(keys.get(
                bytes("kv/"), GetOption.builder().isPrefix(true).withSortOrder(GetOption.SortOrder.DESCEND).build()));
        assertThat(found.getKvs()).extracting(kv -> kv.getKey().toString()).containsExactly("kv/b", "kv/a");
        assertThat(found.getCount()).isEqualTo(2);
        assertThat(get(keys.get(bytes("kv/a"), GetOption.builder().withSerializable(true).build()))
                        .getKvs())
                .hasSize(1);
        assertThat(get(keys.delete(bytes("kv/"), DeleteOption.builder().isPrefix(true).build()))
                        .getDeleted())
                .isEqualTo(2);
        assertThat(get(keys.get(bytes("kv/a"))).getKvs()).isEmpty();
    }

    @Test
    void transactionsTakeTheBranchThatTheComparesSay() throws Exception {
        KV keys = client.getKVClient();
        for (boolean first : List.of(true, false)) {
            TxnResponse taken = get(keys.txn()
                    .If(new Cmp(bytes("txn"), Cmp.Op.EQUAL, CmpTarget.version(0)))
                    .Then(Op.put(bytes("txn"), bytes("mine"), PutOption.DEFAULT))
                    .Else(Op.get(bytes("txn"), GetOption.DEFAULT))
                    .commit());
            assertThat(taken.isSucceeded()).isEqualTo(first);
        }
    }

    @Test
    void aCompactedRevisionIsRefusedInEtcdsWords() throws Exception {
        KV keys = client.getKVClient();
        long revision = get(keys.put(bytes("old"), bytes("1"))).getHeader().getRevision();
        get(keys.put(bytes("old"), bytes("2")));
        get(keys.compact(revision + 1));
        assertThatThrownBy(() -> get(keys.get(
                        bytes("old"), GetOption.builder().withRevision(revision).build())))
                .rootCause()
                .hasMessageContaining("etcdserver: mvcc: required revision has been compacted");
    }

    @Test
    void aWatchTellsEveryChangeInOrder() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        KV keys = client.getKVClient();
        long revision = get(keys.put(bytes("watch/0"), bytes("before"))).getHeader().getRevision();
        WatchOption option = WatchOption.builder()
                .isPrefix(true)
                .withRevision(revision)
                .withPrevKV(true)
                .build();
        try (Watch.Watcher _ = client.getWatchClient()
                .watch(bytes("watch/"), option, Watch.listener(response -> response.getEvents()
                        .forEach(event -> told.add(event.getEventType() + " " + event.getKeyValue().getKey()
                                + (event.getEventType() == WatchEvent.EventType.DELETE
                                        ? " was " + event.getPrevKV().getValue()
                                        : "=" + event.getKeyValue().getValue())))))) {
            get(keys.put(bytes("watch/1"), bytes("one")));
            get(keys.delete(bytes("watch/1")));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(told)
                            .containsExactly("PUT watch/0=before", "PUT watch/1=one", "DELETE watch/1 was one"));
        }
    }

    @Test
    void aLeaseIsKeptAliveAndTakesItsKeysAlong() throws Exception {
        long lease = get(client.getLeaseClient().grant(60)).getID();
        get(client.getKVClient()
                .put(bytes("leased"), bytes("1"), PutOption.builder().withLeaseId(lease).build()));
        assertThat(get(client.getLeaseClient().keepAliveOnce(lease)).getTTL()).isEqualTo(60);
        LeaseTimeToLiveResponse left = get(client.getLeaseClient()
                .timeToLive(lease, LeaseOption.builder().withAttachedKeys().build()));
        assertThat(left.getGrantedTTL()).isEqualTo(60);
        assertThat(left.getKeys()).containsExactly(bytes("leased"));
        get(client.getLeaseClient().revoke(lease));
        assertThat(get(client.getKVClient().get(bytes("leased"))).getKvs()).isEmpty();
    }

    @Test
    void aLockIsHeldByOneAndThenByTheNext() throws Exception {
        long first = get(client.getLeaseClient().grant(60)).getID();
        long second = get(client.getLeaseClient().grant(60)).getID();
        ByteSequence held = get(client.getLockClient().lock(bytes("lock"), first)).getKey();
        var waiting = client.getLockClient().lock(bytes("lock"), second);
        assertThat(waiting).isNotDone();
        get(client.getLockClient().unlock(held));
        assertThat(get(waiting).getKey().toString()).startsWith("lock/");
    }

    @Test
    void aLeaderIsElectedAndResigns() throws Exception {
        long lease = get(client.getLeaseClient().grant(60)).getID();
        CampaignResponse won =
                get(client.getElectionClient().campaign(bytes("election"), lease, bytes("me")));
        assertThat(get(client.getElectionClient().leader(bytes("election"))).getKv().getValue())
                .isEqualTo(bytes("me"));
        get(client.getElectionClient().proclaim(won.getLeader(), bytes("still me")));
        get(client.getElectionClient().resign(won.getLeader()));
        assertThatThrownBy(() -> get(client.getElectionClient().leader(bytes("election"))))
                .hasRootCauseInstanceOf(NoLeaderException.class);
    }

    @Test
    void theMemberTellsOfItself() throws Exception {
        assertThat(get(client.getClusterClient().listMember()).getMembers())
                .singleElement()
                .satisfies(each -> assertThat(each.getName()).isEqualTo("anna"));
        assertThat(get(client.getMaintenanceClient().statusMember(member.endpoint())).getVersion())
                .startsWith("3.5.");
        get(client.getMaintenanceClient().defragmentMember(member.endpoint()));
    }
}

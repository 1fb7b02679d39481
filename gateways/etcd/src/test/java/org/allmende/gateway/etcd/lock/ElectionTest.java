package org.allmende.gateway.etcd.lock;

import static org.allmende.gateway.etcd.lock.Contest.PATIENCE;
import static org.allmende.gateway.etcd.lock.Contest.answered;
import static org.allmende.gateway.etcd.lock.Contest.bytes;
import static org.allmende.gateway.etcd.lock.Contest.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.allmende.etcd.protocol.Electionpb.CampaignResponse;
import org.allmende.etcd.protocol.Electionpb.LeaderKey;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.gateway.etcd.SoloNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules of elections, each in an election of its own. */
class ElectionTest {
    private static final String NOT_LEADER = "UNKNOWN: election: not leader";
    private static final String LEADER_MISSING = "UNKNOWN: \"leader\" field must be provided";

    @TempDir
    static Path dir;

    private static SoloNode node;
    private static Contest contest;

    @BeforeAll
    static void start() throws IOException {
        node = SoloNode.start(dir);
        contest = new Contest(node.channel);
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @Test
    void whoStandsFirstLeads() {
        contest.grant(0xa1);

        CampaignResponse answer = contest.campaign("first", 0xa1, "anna");

        Mvcc.KeyValue key = contest.leader("first").getKv();
        assertThat(key.getValue().toStringUtf8()).isEqualTo("anna");
        assertThat(answer.getLeader())
                .isEqualTo(LeaderKey.newBuilder()
                        .setName(bytes("first"))
                        .setKey(key.getKey())
                        .setRev(key.getCreateRevision())
                        .setLease(0xa1)
                        .build());
        assertThat(answer.getHeader().getRevision()).isEqualTo(key.getCreateRevision());
    }

    @Test
    void whoStandsAgainProclaimsTheNewValueAndKeepsThePlace() {
        contest.grant(0xa2);
        LeaderKey first = contest.campaign("again", 0xa2, "one").getLeader();

        LeaderKey second = contest.campaign("again", 0xa2, "two").getLeader();
        LeaderKey third = contest.campaign("again", 0xa2, "two").getLeader();

        assertThat(List.of(second, third)).containsOnly(first);
        Mvcc.KeyValue key = contest.leader("again").getKv();
        assertThat(key.getValue().toStringUtf8()).isEqualTo("two");
        assertThat(key.getVersion()).as("the same value is not put again").isEqualTo(2);
    }

    @Test
    void whoStandsWithoutALeaseIsToldTheOneItWasGranted() {
        LeaderKey leader = contest.campaign("leaseless", 0, "anna").getLeader();

        assertThat(contest.line("leaseless").getFirst().getLease()).isEqualTo(leader.getLease());
        assertThat(contest.lifeOf(leader.getLease())).isEqualTo(60);
    }

    @Test
    void candidatesLeadInTheOrderTheyCame() throws Exception {
        contest.grant(0xb0, 0xb3, 0xb1, 0xb2);
        LeaderKey leader = contest.campaign("order", 0xb0, "0").getLeader();
        List<ListenableFuture<CampaignResponse>> waiting = new ArrayList<>();
        for (long lease : new long[] {0xb3, 0xb1, 0xb2}) {
            waiting.add(contest.stand("order", lease, Long.toHexString(lease)));
        }
        for (int i = 0; i < waiting.size(); i++) {
            contest.resign(leader);
            LeaderKey next = answered(waiting.get(i)).getLeader();
            assertThat(next.getRev()).isGreaterThan(leader.getRev());
            assertThat(contest.leader("order").getKv().getKey()).isEqualTo(next.getKey());
            assertThat(waiting.subList(i + 1, waiting.size())).noneMatch(ListenableFuture::isDone);
            leader = next;
        }
    }

    @Test
    void aCandidateThatGivesUpLeavesNoKey() {
        contest.grant(0xc0, 0xc1);
        contest.campaign("given-up", 0xc0, "0");
        ListenableFuture<CampaignResponse> waiting = contest.stand("given-up", 0xc1, "1");

        waiting.cancel(true);

        await().atMost(PATIENCE).until(() -> contest.lineKeys("given-up").equals(List.of("given-up/c0")));
    }

    @Test
    void aCandidateWhoseLeaseEndsIsNotToldItLeads() throws Exception {
        contest.grant(0xd0, 0xd1);
        contest.campaign("expired", 0xd0, "0");
        ListenableFuture<CampaignResponse> waiting = contest.stand("expired", 0xd1, "1");

        contest.revoke(0xd1);

        assertThat(refused(() -> answered(waiting))).isEqualTo(NOT_LEADER);
    }

    @Test
    void onlyWhoStillHasTheKeyOfThisRevisionProclaims() throws Exception {
        contest.grant(0xe0, 0xe1);
        LeaderKey old = contest.campaign("fenced", 0xe0, "old").getLeader();
        contest.resign(old);
        LeaderKey leader = contest.campaign("fenced", 0xe0, "new").getLeader();

        assertThat(old.getKey()).isEqualTo(leader.getKey());
        assertThat(refused(() -> contest.proclaim(old, "late"))).isEqualTo(NOT_LEADER);
        contest.resign(old);
        assertThat(contest.leader("fenced").getKv().getValue().toStringUtf8())
                .as("an old leader gives up nothing of the new one's")
                .isEqualTo("new");
        contest.proclaim(leader, "newer");
        assertThat(contest.leader("fenced").getKv().getValue().toStringUtf8()).isEqualTo("newer");
        contest.resign(leader);
        assertThat(refused(() -> contest.proclaim(leader, "late"))).isEqualTo(NOT_LEADER);
    }

    @Test
    void whatCannotBeIsRefused() throws Exception {
        contest.grant(0xf0);
        LeaderKey leader = contest.campaign("refused", 0xf0, "0").getLeader();

        assertThat(refused(() -> contest.leader("nobody"))).isEqualTo("UNKNOWN: election: no leader");
        assertThat(refused(contest::proclaimOfNobody)).isEqualTo(LEADER_MISSING);
        assertThat(refused(contest::resignOfNobody)).isEqualTo(LEADER_MISSING);
        assertThat(refused(() -> contest.campaign("refused", 0x999, "1")))
                .isEqualTo("UNKNOWN: etcdserver: requested lease not found");
        assertThat(refused(() -> contest.proclaim(leader.toBuilder().setLease(0x999).build(), "1")))
                .isEqualTo("UNKNOWN: etcdserver: requested lease not found");
        assertThat(refused(() -> contest.proclaim(leader.toBuilder().clearKey().build(), "1")))
                .isEqualTo("UNKNOWN: etcdserver: key is not provided");
        assertThat(refused(() -> contest.leader("n".repeat(4_000)))).isEqualTo("UNKNOWN: election: no leader");
        assertThat(refused(() -> contest.leader("n".repeat(4_001))))
                .startsWith("UNKNOWN: etcdserver: a key has at most 4000 bytes");
        Observed observed = contest.observe("n".repeat(4_001));
        await().atMost(PATIENCE).until(() -> observed.end() != null);
        assertThat(observed.end()).startsWith("UNKNOWN: etcdserver: a key has at most 4000 bytes");
    }

    @Test
    void aValueThatIsTooLargeChangesNothing() throws Exception {
        contest.grant(0xf1);
        contest.campaign("large", 0xf1, "small");

        assertThat(refused(() -> contest.campaign("large", 0xf1, "v".repeat(1_600_000))))
                .isEqualTo("UNKNOWN: etcdserver: request is too large");
        assertThat(contest.leader("large").getKv().getValue().toStringUtf8()).isEqualTo("small");
    }

    @Test
    void anObserverIsToldOfEveryLeaderAndEverythingItProclaims() throws Exception {
        contest.grant(0x100, 0x101, 0x102);
        Observed fromTheBeginning = contest.observe("seen");
        contest.put("unrelated", "");
        LeaderKey leader = contest.campaign("seen", 0x100, "a").getLeader();
        for (String value : List.of("b", "c", "d")) {
            contest.proclaim(leader, value);
        }
        Observed fromNow = contest.observe("seen");
        fromNow.awaitAnswers(1);
        ListenableFuture<CampaignResponse> second = contest.stand("seen", 0x101, "e");
        ListenableFuture<CampaignResponse> third = contest.stand("seen", 0x102, "f");
        contest.delete("seen/101");
        assertThat(refused(() -> answered(second))).isEqualTo(NOT_LEADER);
        contest.revoke(0x100);
        contest.proclaim(answered(third).getLeader(), "g");
        contest.revoke(0x102);
        contest.campaign("seen", 0x101, "h");

        List<String> expected = List.of(
                "seen/100=a", "seen/100=b", "seen/100=c", "seen/100=d", "seen/102=f", "seen/102=g", "seen/101=h");
        fromNow.awaitAnswers(4);
        assertThat(fromNow.leaders()).isEqualTo(expected.subList(3, expected.size()));
        // When it began to look, an observer may have found somebody already.
        await().atMost(PATIENCE).until(() -> fromTheBeginning.leaders().contains("seen/101=h"));
        assertThat(expected).endsWith(fromTheBeginning.leaders().toArray(String[]::new));
        assertThat(fromNow.answers()).allSatisfy(answer -> assertThat(answer.getHeader().getRevision())
                .isGreaterThanOrEqualTo(answer.getKv().getModRevision()));
    }

    @Test
    void aLeaderThatIsThereForOneMomentIsSeen() throws Exception {
        contest.grant(0x110, 0x111, 0x112);
        LeaderKey leader = contest.campaign("moment", 0x110, "0").getLeader();
        Observed observed = contest.observe("moment");
        observed.awaitAnswers(1);
        ListenableFuture<CampaignResponse> second = contest.stand("moment", 0x111, "1");
        ListenableFuture<CampaignResponse> third = contest.stand("moment", 0x112, "2");

        // The two first ones go at once, as far as anybody can tell who looks only afterwards.
        contest.resign(leader);
        contest.revoke(0x111);

        assertThat(answered(third).getLeader().getKey().toStringUtf8()).isEqualTo("moment/112");
        await().atMost(PATIENCE).until(second::isDone);
        observed.awaitAnswers(3);
        assertThat(observed.leaders()).containsExactly("moment/110=0", "moment/111=1", "moment/112=2");
    }
}

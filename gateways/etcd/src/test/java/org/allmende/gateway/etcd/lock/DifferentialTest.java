package org.allmende.gateway.etcd.lock;

import static org.allmende.gateway.etcd.lock.Contest.answered;
import static org.allmende.gateway.etcd.lock.Contest.bytes;
import static org.allmende.gateway.etcd.lock.Contest.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.allmende.etcd.protocol.Electionpb.CampaignResponse;
import org.allmende.etcd.protocol.Electionpb.LeaderKey;
import org.allmende.etcd.protocol.Lockpb.LockResponse;
import org.allmende.gateway.etcd.SoloNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same story told to the original and to this gateway comes to the same, but for what tells servers apart. */
class DifferentialTest {
    private static final Path ORIGINAL = Path.of("/usr/bin/etcd");

    @TempDir
    Path dir;

    @BeforeEach
    void theOriginalIsHere() {
        assumeTrue(Files.isExecutable(ORIGINAL), "SKIPPED, for there is no etcd to compare with: install etcd-server");
    }

    @FunctionalInterface
    private interface Story {
        void tell(Contest contest, Transcript transcript) throws Exception;
    }

    /** What was answered, without what differs between any two servers. */
    private static final class Transcript {
        private final List<String> lines = new ArrayList<>();
        private long chosenLease;

        /** From now on, a lease that the server chose is not shown by its number. */
        void hide(long lease) {
            chosenLease = lease;
        }

        void add(String what, Callable<? extends Message> call) throws Exception {
            String answer;
            try {
                answer = shown(call.call());
            } catch (StatusRuntimeException e) {
                answer = e.getStatus().getCode() + ": " + e.getStatus().getDescription();
            }
            lines.add(what + " -> " + answer);
        }

        void add(String what, Object seen) {
            lines.add(what + " -> " + seen);
        }

        private String shown(Message message) {
            String text = TextFormat.printer()
                    .emittingSingleLine(true)
                    .printToString(message)
                    .replaceAll("(cluster_id|member_id|raft_term): \\d+ ", "");
            return chosenLease == 0
                    ? text
                    : text.replace(Long.toHexString(chosenLease), "CHOSEN").replace("" + chosenLease, "CHOSEN");
        }
    }

    private void isTheSame(Story story) throws Exception {
        Transcript theirs = new Transcript();
        Transcript ours = new Transcript();
        both(story, theirs, ours);
        assertThat(theirs.lines).isNotEmpty();
        assertThat(ours.lines).containsExactlyElementsOf(theirs.lines);
    }

    private void both(Story story, Transcript theirs, Transcript ours) throws Exception {
        try (OriginalEtcd etcd = OriginalEtcd.start(dir)) {
            story.tell(new Contest(etcd.channel), theirs);
        }
        try (SoloNode node = SoloNode.start(dir.resolve("ours"))) {
            story.tell(new Contest(node.channel), ours);
        }
    }

    @Test
    void ofLocks() throws Exception {
        isTheSame((contest, transcript) -> {
            contest.grant(10, 11, 12, 13, 0x7fffffffffffffffL);
            transcript.add("unlock no key", () -> contest.unlock(""));
            transcript.add("unlock what is not there", () -> contest.unlock("l/a"));
            transcript.add("an unknown lease", () -> contest.lock("l", 99));
            transcript.add("an unknown negative lease", () -> contest.lock("l", -5));
            transcript.add("lock", () -> contest.lock("l", 10));
            transcript.add("put", () -> contest.put("other", "value"));
            transcript.add("lock again", () -> contest.lock("l", 10));
            transcript.add("a name of nothing", () -> contest.lock("", 10));
            transcript.add("the largest lease", () -> contest.lock("large", 0x7fffffffffffffffL));
            ListenableFuture<LockResponse> second = contest.queue("l", 11);
            ListenableFuture<LockResponse> givesUp = contest.queue("l", 12);
            ListenableFuture<LockResponse> third = contest.queue("l", 13);
            transcript.add("the line", contest.line("l"));
            givesUp.cancel(true);
            contest.awaitLine("l", 3);
            transcript.add("unlock", () -> contest.unlock("l/a"));
            transcript.add("second", () -> answered(second));
            contest.revoke(11);
            transcript.add("third", () -> answered(third));
            transcript.add("the line", contest.line("l"));
            LockResponse leaseless = contest.lock("free", 0);
            transcript.hide(contest.line("free").getFirst().getLease());
            transcript.add("no lease", () -> leaseless);
            transcript.add("put", () -> contest.put("other", "value"));
        });
    }

    @Test
    void ofElections() throws Exception {
        isTheSame((contest, transcript) -> {
            contest.grant(10, 11, 12);
            transcript.add("nobody", () -> contest.leader("e"));
            transcript.add("proclaim of nobody", contest::proclaimOfNobody);
            transcript.add("resign of nobody", contest::resignOfNobody);
            transcript.add("an unknown lease", () -> contest.campaign("e", 99, "x"));
            transcript.add("campaign", () -> contest.campaign("e", 10, "a"));
            transcript.add("campaign with another value", () -> contest.campaign("e", 10, "b"));
            transcript.add("campaign with the same value", () -> contest.campaign("e", 10, "b"));
            transcript.add("leader", () -> contest.leader("e"));
            LeaderKey leader = contest.campaign("e", 10, "b").getLeader();
            LeaderKey other = leader.toBuilder().setRev(leader.getRev() + 1).build();
            LeaderKey keyless = leader.toBuilder().clearKey().build();
            LeaderKey nowhere =
                    leader.toBuilder().setKey(bytes("nowhere")).setRev(0).build();
            transcript.add("proclaim", () -> contest.proclaim(leader, "c"));
            transcript.add("proclaim of another revision", () -> contest.proclaim(other, "d"));
            transcript.add("proclaim without key", () -> contest.proclaim(keyless, "d"));
            transcript.add("resign without key", () -> contest.resign(keyless));
            transcript.add("proclaim where no key is", () -> contest.proclaim(nowhere, "d"));
            transcript.add(
                    "proclaim with an unknown lease",
                    () -> contest.proclaim(leader.toBuilder().setLease(99).build(), "d"));
            transcript.add("leader", () -> contest.leader("e"));
            ListenableFuture<CampaignResponse> second = contest.stand("e", 11, "second");
            ListenableFuture<CampaignResponse> third = contest.stand("e", 12, "third");
            transcript.add("put", () -> contest.put("other", "value"));
            transcript.add("resign of another revision", () -> contest.resign(other));
            transcript.add("resign", () -> contest.resign(leader));
            transcript.add("second", () -> answered(second));
            transcript.add("resign again", () -> contest.resign(leader));
            contest.revoke(11);
            transcript.add("third", () -> answered(third));
            transcript.add("leader", () -> contest.leader("e"));
            LeaderKey last = answered(third).getLeader();
            transcript.add(
                    "resign with an unknown lease",
                    () -> contest.resign(last.toBuilder().setLease(99).build()));
            transcript.add("nobody", () -> contest.leader("e"));
            CampaignResponse leaseless = contest.campaign("free", 0, "a");
            transcript.hide(leaseless.getLeader().getLease());
            transcript.add("campaign without lease", () -> leaseless);
        });
    }

    @Test
    void ofObservers() throws Exception {
        isTheSame((contest, transcript) -> {
            contest.grant(10, 11);
            contest.campaign("o", 10, "a");
            Observed observed = contest.observe("o");
            observed.awaitAnswers(1);
            LeaderKey leader = contest.campaign("o", 10, "b").getLeader();
            observed.awaitAnswers(2);
            contest.proclaim(leader, "c");
            observed.awaitAnswers(3);
            ListenableFuture<CampaignResponse> second = contest.stand("o", 11, "d");
            contest.revoke(10);
            answered(second);
            observed.awaitAnswers(4);
            contest.revoke(11);
            contest.grant(11);
            contest.put("other", "value");
            contest.campaign("o", 11, "e");
            observed.awaitAnswers(5);
            for (int i = 0; i < 5; i++) {
                int place = i;
                transcript.add("observed", () -> observed.answers().get(place));
            }
        });
    }

    /**
     * What is different, and why. etcd 3.5 answers the first as this gateway does ({@code
     * client/v3/concurrency/mutex.go}), though only when everybody before is gone. Every etcd tells a candidate whose
     * lease has ended that it leads; here nobody leads who has no key.
     */
    @Test
    void butNobodyHasWhatItsKeyIsGoneOf() throws Exception {
        Transcript theirs = new Transcript();
        Transcript ours = new Transcript();
        both(
                (contest, transcript) -> {
                    contest.grant(10, 11, 12, 13);
                    contest.lock("l", 10);
                    ListenableFuture<LockResponse> waiting = contest.queue("l", 11);
                    contest.revoke(11);
                    contest.unlock("l/a");
                    transcript.add("lock", () -> answered(waiting));
                    LeaderKey leader = contest.campaign("e", 12, "a").getLeader();
                    ListenableFuture<CampaignResponse> candidate = contest.stand("e", 13, "b");
                    contest.revoke(13);
                    contest.resign(leader);
                    transcript.add("campaign", () -> answered(candidate));
                    transcript.add("leader", refused(() -> contest.leader("e")));
                },
                theirs,
                ours);

        assertThat(theirs.lines.getFirst()).contains("l/b");
        assertThat(theirs.lines.get(1)).contains("e/d");
        assertThat(theirs.lines.getLast()).isEqualTo("leader -> UNKNOWN: election: no leader");
        assertThat(ours.lines)
                .containsExactly(
                        "lock -> UNKNOWN: mutex: session is expired",
                        "campaign -> UNKNOWN: election: not leader",
                        "leader -> UNKNOWN: election: no leader");
    }
}

package org.allmende.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.allmende.coordination.Compare.Expected;
import org.allmende.coordination.Compare.Relation;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.seeds.Search;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.allmende.ledger.transaction.Group;
import org.allmende.simulation.Faults;
import org.allmende.simulation.Happening;
import org.allmende.simulation.Signed;
import org.allmende.simulation.SimulatedNetwork;
import org.allmende.simulation.SimulatedNode;
import org.allmende.simulation.SimulationPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The laws of coordination on a whole network, whatever goes wrong with it. More seeds: {@code -Dseeds=5000}. */
class NetworkLawsTest {
    private static final Duration A_WHILE = Duration.ofSeconds(40);

    private static final List<String> OUTCOMES = List.of(
            "Put applied",
            "Put NOT_ALLOWED",
            "Put OVER_QUOTA",
            "Txn OVER_QUOTA",
            "DeleteRange applied",
            "CreateKeyspace applied",
            "CreateKeyspace OVER_QUOTA",
            "ChangeQuota applied",
            "Delegate applied");

    private static SimulationPlan plan(Seed seed) {
        return CoordinationExpectation.network(seed).with(Faults.ALL);
    }

    /** At every height every view, event, receipt and row is what copies of all keys at all revisions would make. */
    @Seeds(20)
    void everyNodeIsWhatCopiesOfAllKeysWouldBe(Seed seed) {
        SimulatedNetwork network = plan(seed).start();
        network.run(A_WHILE, new CoordinationWorkload());
        network.heal();

        assertThat(network.auditor().counted(Happening.TRANSACTION_APPLIED)).isPositive();
    }

    /** The same, where users are asked for. */
    @Seeds(10)
    void whatUsersDoIsWhatALookAtEveryKeyAllows(Seed seed) {
        SimulatedNetwork network = plan(seed).start();
        network.run(A_WHILE, new AuthWorkload());
        network.heal();

        assertThat(network.auditor().counted(Happening.TRANSACTION_APPLIED)).isPositive();
    }

    /** The same, where there is little room, and where alarms are on. */
    @Seeds(10)
    void whatTakesRoomIsWhatALookAtEveryRowSays(Seed seed) {
        SimulatedNetwork network = plan(seed).start();
        network.run(A_WHILE, new RareRequests());
        network.heal();

        assertThat(network.auditor().outcomes()).containsKey("SetQuota applied");
    }

    /** Revisions are counted on, what was compacted stays so, and a sweep that is under way goes on. */
    @Seeds(5)
    void aNetworkThatStartsFromTheStateOfAnotherGoesOnWithItsKeys(Seed seed) {
        SimulatedNetwork old = plan(seed.split()).start();
        old.run(A_WHILE, new CoordinationWorkload());
        old.heal();
        SimulatedNetwork young =
                plan(seed.split()).nodes(seed.between(1, 3)).startingFrom(old).start();
        young.run(A_WHILE, new CoordinationWorkload());
        young.heal();

        assertThat(young.auditor().counted(Happening.TRANSACTION_APPLIED)).isPositive();
    }

    /** Or the workload is about less than it should be. */
    @Test
    void whateverQuotasAndDelegationsCanComeToIsMet(TestInfo test) {
        Set<String> outcomes = new TreeSet<>();
        Search.of(test, 20)
                .until(
                        () -> outcomes.containsAll(OUTCOMES),
                        seed -> {
                            SimulatedNetwork network = plan(seed).start();
                            network.run(A_WHILE, new CoordinationWorkload());
                            outcomes.addAll(network.auditor().outcomes().keySet());
                        },
                        () -> assertThat(outcomes).containsAll(OUTCOMES));
    }

    /** Or sweeps are judged only where one round is enough for them, and nothing disturbs it. */
    @Test
    void sweepsTakeManyRoundsAndNodesEndInTheMidstOfThem(TestInfo test) {
        int[] met = new int[2];
        Search.of(test, 20)
                .until(
                        () -> met[0] >= 20 && met[1] > 0,
                        seed -> {
                            CoordinationExpectation judge = new CoordinationExpectation();
                            CoordinationWorkload workload = new CoordinationWorkload();
                            Set<Integer> sweeping = new TreeSet<>();
                            SimulatedNetwork network = CoordinationExpectation.network(seed, judge)
                                    .with(Faults.ALL)
                                    .start();
                            network.run(A_WHILE, (of, chance) -> {
                                workload.act(of, chance);
                                for (SimulatedNode node : of.nodes()) {
                                    boolean was = sweeping.remove(node.number());
                                    met[1] += was && !node.isUp() ? 1 : 0;
                                    if (node.isUp() && sweeps(node) > 0) {
                                        sweeping.add(node.number());
                                    }
                                }
                            });
                            network.heal();
                            met[0] += judge.met().unfinishedSweeps;
                        },
                        () -> assertThat(met).as("rounds that left a sweep, nodes that ended in one")
                                .satisfies(each -> assertThat(each[0]).isGreaterThanOrEqualTo(20))
                                .satisfies(each -> assertThat(each[1]).isPositive()));
    }

    /** Or no lease's end is judged where it matters. */
    @Test
    void leasesAreRenewedInTimeKeptByGapsAndEndWithTheirKeys(TestInfo test) {
        int[] met = new int[3];
        Search.of(test, 20)
                .until(
                        () -> Arrays.stream(met).allMatch(each -> each >= 3),
                        seed -> {
                            CoordinationExpectation judge = new CoordinationExpectation();
                            SimulatedNetwork network = CoordinationExpectation.network(seed, judge)
                                    .with(Faults.ALL)
                                    .start();
                            network.run(A_WHILE, new CoordinationWorkload());
                            network.heal();
                            met[0] += judge.met().leasesRenewedInTime;
                            met[1] += judge.met().leasesKeptByAGap;
                            met[2] += judge.met().leasesEndedWithKeys;
                        },
                        () -> assertThat(met).as("leases renewed in time, kept by a gap, that ended with keys")
                                .satisfies(each -> assertThat(each[0]).isGreaterThanOrEqualTo(3))
                                .satisfies(each -> assertThat(each[1]).isGreaterThanOrEqualTo(3))
                                .satisfies(each -> assertThat(each[2]).isGreaterThanOrEqualTo(3)));
    }

    private static long sweeps(SimulatedNode node) {
        return node.port().ledger().rows(node.port().view()).getOrDefault("coordination.sweeps", 0L);
    }

    @Seeds(10)
    void aFollowerThatGoesFromNodeToNodeMissesNothing(Seed seed) {
        SimulatedNetwork network = plan(seed).start();
        CoordinationWorkload workload = new CoordinationWorkload();
        Follower near = new Follower(network);
        Follower far = new Follower(network);
        network.run(A_WHILE, (of, chance) -> {
            workload.act(of, chance);
            near.poll(chance.pick(of.nodes()), chance.between(1, 5));
            if (chance.oneIn(10)) {
                far.poll(chance.pick(of.nodes()), 100);
            }
        });
        network.heal();

        for (SimulatedNode node : network.nodes()) {
            for (Follower follower : List.of(near, far)) {
                follower.poll(node, 10_000);
                follower.requireLevel(node);
            }
        }
        assertThat(near.seen().size() + near.startedAnew()).isPositive();
    }

    /** However often each is sent, through however many nodes: of all who want a lock one gets it, and knows. */
    @Seeds(10)
    void aLockHasOneHolder(Seed seed) {
        SimulatedNetwork network = plan(seed).parameters(Parameters.DEFAULT).start();
        List<Signed> wishes = new ArrayList<>();
        network.run(A_WHILE, (of, chance) -> {
            Bytes name = Bytes.utf8("holder " + wishes.size());
            Compare isFree = Words.compare("lock", Relation.EQUAL, new Expected.Version(0));
            TxnRequest take = new TxnRequest(List.of(isFree), List.of(PutRequest.of(Words.b("lock"), name)), List.of());
            wishes.add(of.clients().submit(
                    SimulatedNetwork.OWNER, Group.of(Words.operation(SimulatedNetwork.KEYSPACE, take))));
        });
        network.heal();

        for (SimulatedNode node : network.nodes()) {
            List<Bytes> holders = new ArrayList<>();
            for (int i = 0; i < wishes.size(); i++) {
                if (network.auditor().judge(node, wishes.get(i).id()) instanceof Answer.Applied applied
                        && holds(applied.receipt().outcomes())) {
                    holders.add(Bytes.utf8("holder " + i));
                }
            }
            assertThat(lockAt(node)).isEqualTo(holders).hasSize(1);
        }
    }

    private static boolean holds(List<GroupOutcome> outcomes) {
        GroupOutcome.Applied only = (GroupOutcome.Applied) outcomes.getFirst();
        try {
            return Summary.decode(only.summaries().getFirst()).succeeded().orElseThrow();
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Bytes> lockAt(SimulatedNode node) {
        RangeAnswer answer = CoordinationWorkload.of(node)
                .range(node.port().view(), SimulatedNetwork.KEYSPACE, Words.get("lock"));
        return ((RangeAnswer.Found) answer)
                .result().keyValues().stream().map(KeyValue::value).toList();
    }
}

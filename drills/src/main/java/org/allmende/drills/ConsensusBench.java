package org.allmende.drills;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.allmende.client.ClientSettings;
import org.allmende.client.Keys;
import org.allmende.client.NetworkClient;
import org.allmende.client.Settlement;
import org.allmende.drills.ConsensusFigures.Kind;
import org.allmende.drills.ConsensusFigures.Step;
import org.allmende.drills.NodeMeter.Work;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.TokenOperation;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;

/**
 * How much a network of real processes orders and applies, and how fast, with its clients on the same machine: token
 * transfers, signed one by one or a hundred in a transaction, at rising rates until one is not sustained, in steps of
 * three quarters of a minute. When a rate is sustained, {@link ConsensusFigures} says.
 */
public final class ConsensusBench {
    private static final String SYMBOL = "COIN";
    private static final int PEOPLE = 1_000;
    private static final int PER_TRANSACTION = 100;
    private static final Duration STEP = Duration.ofSeconds(45);
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final int WARM_UPS_MAX = 8;
    private static final double COMPILING_MAX = 0.05;
    private static final Duration SETTLE = Duration.ofSeconds(20);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration VALID = Duration.ofMinutes(2);

    private final DrillContext context;
    private final Rates rates;
    private final ConsensusFigures figures = new ConsensusFigures();
    private final SplittableRandom random = new SplittableRandom(1);
    private final List<AccountId> people = new ArrayList<>();

    private ConsensusBench(DrillContext context, Rates rates) {
        this.context = context;
        this.rates = rates;
    }

    /**
     * The rates to offer, rising, in transactions a second; none: this way of offering is left out. Among the standard
     * ones is, for each bar, one a little above it: what is applied of it may be one in a hundred less.
     *
     * @param single transactions of one operation
     * @param batched transactions of a hundred groups of one operation
     */
    public record Rates(List<Integer> single, List<Integer> batched) {
        public static final Rates STANDARD = new Rates(
                List.of(500, 1_000, 2_000, 2_600, 3_000, 3_500, 4_000, 5_000, 6_000),
                List.of(50, 100, 150, 210, 250, 300, 400, 500, 700));

        public Rates {
            single = List.copyOf(single);
            batched = List.copyOf(batched);
            if (Stream.concat(single.stream(), batched.stream()).anyMatch(rate -> rate < 1 || rate > 100_000)) {
                throw new IllegalArgumentException("a rate is 1 to 100000 transactions a second");
            }
            requireRising(single);
            requireRising(batched);
        }

        private static void requireRising(List<Integer> rates) {
            for (int i = 1; i < rates.size(); i++) {
                if (rates.get(i) <= rates.get(i - 1)) {
                    throw new IllegalArgumentException(
                            "rates rise, and " + rates.get(i) + " comes after " + rates.get(i - 1));
                }
            }
        }
    }

    /** @throws Exception when it could not be carried out: no figures */
    public static Verdict run(DrillContext context, Rates rates) throws Exception {
        return new ConsensusBench(context, rates).measure();
    }

    private Verdict measure() throws Exception {
        tell("starting " + context.nodes() + " nodes");
        try (Rehearsed network = Rehearsed.up(context)) {
            List<Rehearsed.Member> members = network.members();
            List<URI> nodes = members.stream().map(Rehearsed.Member::api).toList();
            List<ProcessHandle> processes = new ArrayList<>();
            for (Rehearsed.Member member : members) {
                processes.add(network.process(member.name()));
            }
            NodeMeter meter = new NodeMeter(processes, nodes);
            Keys operator = Keys.read(network.operatorKey(members.getFirst().name()));
            try (NetworkClient client = NetworkClient.open(ClientSettings.of(nodes));
                    OfferedLoad load = new OfferedLoad(nodes)) {
                idle(meter, figures::idle);
                populate(client, operator);
                warmUp(client, operator, load, meter);
                if (!rates.single.isEmpty()) {
                    rise(ConsensusFigures.SINGLE, rates.single, client, operator, load, meter);
                }
                if (!rates.batched.isEmpty()) {
                    rise(ConsensusFigures.BATCHED, rates.batched, client, operator, load, meter);
                }
                figures.loaded(mean(meter.peakMegabytes()));
                idle(meter, figures::idleAfterLoad);
            }
        }
        return figures.verdict();
    }

    /**
     * Until the nodes' compilers have little left to do, as in a network that runs for months and not for its first two
     * minutes; or until it was long enough. The figures tell what part the compilers have in each step.
     */
    private void warmUp(NetworkClient client, Keys operator, OfferedLoad load, NodeMeter meter)
            throws IOException, InterruptedException {
        for (int rate : List.of(200, 500)) {
            warmUp(ConsensusFigures.SINGLE, rate, client, operator, load);
        }
        for (int round = 0; round < WARM_UPS_MAX; round++) {
            Map<Work, Double> before = meter.secondsByWork();
            warmUp(ConsensusFigures.SINGLE, 800, client, operator, load);
            warmUp(ConsensusFigures.BATCHED, 100, client, operator, load);
            double compiling = NodeMeter.parts(before, meter.secondsByWork()).getOrDefault(Work.COMPILER, 0.0);
            tell("the compilers took %.0f %% of it".formatted(100 * compiling));
            if (compiling < COMPILING_MAX) {
                return;
            }
        }
    }

    private void warmUp(Kind kind, int rate, NetworkClient client, Keys operator, OfferedLoad load)
            throws IOException, InterruptedException {
        tell("warming up, " + rate + " transactions of " + kind.groups() + " a second");
        load.run(sign(client, operator, kind, rate, WARM_UP), rate);
    }

    private void tell(String what) {
        context.progress().accept(what);
    }

    private void populate(NetworkClient client, Keys operator) throws IOException, InterruptedException {
        tell("opening " + PEOPLE + " accounts");
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            Keys person = Keys.generate();
            people.add(person.account());
            operations.add(OpenAccount.ofKey(person.publicKey(), Quota.STANDARD));
        }
        operations.add(new TokenOperation.Create(SYMBOL, 0, Uint256.MAX));
        operations.add(new TokenOperation.Mint(coin(operator), operator.account(), Uint256.of(Long.MAX_VALUE)));
        for (int from = 0; from < operations.size(); from += PER_TRANSACTION) {
            Group[] groups = operations.subList(from, Math.min(operations.size(), from + PER_TRANSACTION)).stream()
                    .map(Group::of)
                    .toArray(Group[]::new);
            Settlement settlement = client.submit(operator, groups);
            boolean applied = settlement instanceof Settlement.Applied known
                    && known.receipt().outcomes().stream().allMatch(GroupOutcome.Applied.class::isInstance);
            if (!applied) {
                throw new IOException("the accounts of the benchmark could not be opened: " + settlement);
            }
        }
    }

    private static TokenId coin(Keys operator) {
        return TokenId.of(operator.account(), SYMBOL);
    }

    /** Signed before they are offered: a client's signing is not what is measured. */
    private List<Bytes> sign(NetworkClient client, Keys operator, Kind kind, int perSecond, Duration length)
            throws IOException, InterruptedException {
        int count = (int) (perSecond * length.toSeconds());
        List<Bytes> signed = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            List<Group> groups = new ArrayList<>(kind.groups());
            for (int group = 0; group < kind.groups(); group++) {
                groups.add(Group.of(new TokenOperation.Transfer(
                        coin(operator), Optional.empty(), people.get(random.nextInt(PEOPLE)), Uint256.ONE)));
            }
            signed.add(client.prepare(operator, groups, VALID).signed());
        }
        return signed;
    }

    private interface Idled {
        void with(double cores, double residentMegabytes);
    }

    /** Tells what the nodes cost while nobody wants anything, once they have come to rest. */
    private void idle(NodeMeter meter, Idled told) throws IOException, InterruptedException {
        tell("letting the network come to rest");
        Pause.of(SETTLE);
        tell("watching it for " + IDLE.toSeconds() + " s");
        double[] before = meter.seconds();
        Pause.of(IDLE);
        double[] after = meter.seconds();
        told.with((mean(after) - mean(before)) / IDLE.toSeconds(), mean(meter.residentMegabytes()));
    }

    /** Raises the rate until one is not sustained. */
    private void rise(
            Kind kind, List<Integer> offered, NetworkClient client, Keys operator, OfferedLoad load, NodeMeter meter)
            throws IOException, InterruptedException {
        List<Step> steps = new ArrayList<>();
        for (int rate : offered) {
            tell("signing for " + rate + " transactions a second");
            List<Bytes> signed = sign(client, operator, kind, rate, STEP);
            tell(rate + " transactions of " + kind.groups() + " a second");
            Map<Work, Double> before = meter.secondsByWork();
            double[] cpuBefore = meter.seconds();
            OfferedLoad.Run run = load.run(signed, rate);
            double cores = (mean(meter.seconds()) - mean(cpuBefore)) / run.seconds();
            Step step = new Step(rate, run, cores, mean(meter.peakMegabytes()), before, meter.secondsByWork());
            steps.add(step);
            run.failures().forEach(failure -> tell("not applied: " + failure));
            if (!kind.isSustained(step)) {
                break;
            }
        }
        figures.steps(kind, steps);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }
}

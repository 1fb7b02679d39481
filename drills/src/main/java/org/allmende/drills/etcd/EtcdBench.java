package org.allmende.drills.etcd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.allmende.drills.DrillContext;
import org.allmende.drills.NodeMeter;
import org.allmende.drills.Pause;
import org.allmende.drills.Verdict;
import org.allmende.drills.etcd.Clients.Seen;
import org.allmende.drills.etcd.Clients.Work;

/**
 * etcd and Allmende side by side on one machine, one after the other in one run: three members that survive a crash
 * beside four nodes that survive a liar, each with its own defaults, asked by the same clients.
 */
public final class EtcdBench {
    private static final int NODES = 4;
    private static final int KILLS = 5;
    private static final int KILL_CLIENTS = 16;
    private static final int WATCHES = 10_000;
    private static final int WATCH_CLIENTS = 64;
    private static final int WARM_UPS_MAX = 12;
    private static final int WARM_UP_CLIENTS = 256;
    private static final double COMPILING_MAX = 0.05;
    private static final int OWN_CLIENTS = 256;
    /** Of the gateway too, which has just begun. */
    private static final Duration OWN_WARM_UP = Duration.ofSeconds(30);
    /** Of the clients, each of which begins with a virtual machine that has compiled nothing. */
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    /** After which what a node tells of its engine is of these puts alone. */
    private static final Duration ENGINE_REMEMBERS = Duration.ofSeconds(65);

    private static final Duration KILL_AFTER = Duration.ofSeconds(3);
    private static final Duration KILL_TIME = Duration.ofSeconds(12);

    private final Plan plan;
    private final Path folder;
    private final Clients clients;
    private final Consumer<String> progress;
    private final EtcdFigures figures = new EtcdFigures();

    private EtcdBench(Plan plan, Path program, Path folder, Consumer<String> progress) {
        this.plan = plan;
        this.folder = folder;
        this.clients = new Clients(program, folder);
        this.progress = progress;
    }

    /** What can be measured, each alone. */
    public enum Part {
        /** Puts a second, and how long they take. */
        PUTS,
        /** Gets, likewise: linearizable ones, then serializable ones. */
        GETS,
        /** {@code etcdctl check perf}, small, medium and large: a minute each. */
        CHECK_PERF,
        /** Ten thousand watches, and puts of what they watch. */
        WATCHES,
        /** The longest time without an acknowledged put when a server is killed. */
        KILLS,
        /** Puts and gets through a gateway of one's own before the four nodes: nothing of etcd's stands beside it. */
        OWN_GATEWAY
    }

    /**
     * What to measure.
     *
     * @param clients how many ask at a time, for puts and gets; rising
     * @param time for which each is counted
     * @param warmUp for which servers are asked for each kind of thing before anything is counted, as often as their
     *     compilers need, at most twelve times
     */
    public record Plan(Set<Part> parts, List<Integer> clients, Duration time, Duration warmUp) {
        public static final Plan STANDARD = new Plan(
                EnumSet.allOf(Part.class), List.of(1, 16, 64, 256, 1_000), Duration.ofSeconds(15), Duration.ofSeconds(20));

        /** Clients that may be asked for. */
        public static final int CLIENTS_MAX = 10_000;

        public Plan {
            parts = Set.copyOf(parts);
            clients = List.copyOf(clients);
            if (clients.isEmpty() || clients.stream().anyMatch(count -> count < 1 || count > CLIENTS_MAX)) {
                throw new IllegalArgumentException("clients are 1 to " + CLIENTS_MAX + ", such as 1,16,256");
            }
            if (time.toSeconds() < 1 || time.compareTo(Duration.ofMinutes(10)) > 0) {
                throw new IllegalArgumentException("each figure takes 1 to 600 seconds");
            }
        }
    }

    /**
     * Carries it out.
     *
     * @param command words that run {@code allmende}
     * @param program the jar of {@code etcd-load}
     * @param folder an empty one
     * @throws Exception when it could not be carried out: no figures
     */
    public static Verdict run(Plan plan, List<String> command, Path program, Path folder, Consumer<String> progress)
            throws Exception {
        Files.createDirectories(folder);
        return new EtcdBench(plan, program, folder, progress).measure(command);
    }

    private Verdict measure(List<String> command) throws Exception {
        progress.accept("starting three members of etcd");
        try (EtcdServers etcd = EtcdServers.start(folder.resolve("etcd"))) {
            warmUp(etcd);
            measure(etcd);
        }
        progress.accept("starting " + NODES + " nodes of Allmende");
        try (AllmendeServers allmende =
                AllmendeServers.start(new DrillContext(command, folder, NODES, progress))) {
            warmUp(allmende);
            if (plan.parts.contains(Part.PUTS)) {
                engine(allmende);
            }
            measure(allmende);
            if (plan.parts.contains(Part.OWN_GATEWAY)) {
                ownGateway(allmende, command);
            }
        }
        return figures.verdict();
    }

    /** What one client waits for, beside what the engine alone takes for the same puts. */
    private void engine(AllmendeServers allmende) throws IOException, InterruptedException {
        tell(allmende, "puts of 1 client beside the engine's own time");
        Seen seen = clients.ask(allmende.endpoints(), Work.PUTS, 1, ENGINE_REMEMBERS, plan.time);
        figures.engine(seen.p50Millis(), allmende.engineMedianMillis());
    }

    private void ownGateway(AllmendeServers allmende, List<String> command) throws IOException, InterruptedException {
        try (OwnGateway gateway = OwnGateway.start(command, allmende.folder(), folder)) {
            for (Work work : Work.values()) {
                tell(allmende, "a gateway of one's own, " + work.word().replace('_', ' ') + ", " + OWN_CLIENTS + " clients");
                Asked asked = ask(List.of(gateway.endpoint()), gateway.meter(), work, OWN_CLIENTS, OWN_WARM_UP);
                figures.ownGateway(work, OWN_CLIENTS, asked.seen, asked.before, asked.after);
                tell(allmende, asked.seen.text());
            }
        }
    }

    private void measure(Servers servers) throws Exception {
        if (plan.parts.contains(Part.PUTS)) {
            ask(servers, Work.PUTS);
        }
        if (plan.parts.contains(Part.GETS)) {
            ask(servers, Work.LINEARIZABLE_GETS);
            ask(servers, Work.SERIALIZABLE_GETS);
        }
        if (plan.parts.contains(Part.WATCHES)) {
            tell(servers, WATCHES + " watches");
            Seen seen = clients.watch(servers.endpoints(), WATCHES, WATCH_CLIENTS, WARM_UP, plan.time);
            figures.watches(servers.word(), seen);
            tell(servers, seen.text());
        }
        if (plan.parts.contains(Part.KILLS)) {
            kill(servers);
        }
        if (plan.parts.contains(Part.CHECK_PERF)) {
            for (String load : List.of("s", "m", "l")) {
                tell(servers, "etcdctl check perf --load=" + load);
                PerfCheck check = PerfCheck.run(folder, servers.endpoints(), load);
                figures.checkPerf(servers.word(), load, check);
                tell(servers, "%.0f writes/s, the slowest %.2f s".formatted(check.writesPerSecond(), check.slowestSeconds()));
            }
        }
        figures.memory(servers.word(), Arrays.stream(servers.meter().peakMegabytes()).sum());
    }

    /** As in servers that run for months: until compilers have little left to do, where there are any. */
    private void warmUp(Servers servers) throws Exception {
        tell(servers, "warming up");
        for (int round = 1; round <= WARM_UPS_MAX; round++) {
            NodeMeter meter = servers.meter();
            Map<NodeMeter.Work, Double> before = meter.secondsByWork();
            for (Work work : Work.values()) {
                clients.ask(servers.endpoints(), work, WARM_UP_CLIENTS, Duration.ZERO, plan.warmUp);
            }
            double compiling = NodeMeter.parts(before, meter.secondsByWork())
                    .getOrDefault(NodeMeter.Work.COMPILER, 0.0);
            if (compiling < COMPILING_MAX) {
                return;
            }
            tell(servers, "%.0f %% of their time went to their compilers".formatted(100 * compiling));
        }
    }

    private void ask(Servers servers, Work work) throws IOException, InterruptedException {
        for (int count : plan.clients) {
            tell(servers, work.word().replace('_', ' ') + ", " + count + (count == 1 ? " client" : " clients"));
            Asked asked = ask(servers.endpoints(), servers.meter(), work, count, WARM_UP);
            figures.asked(servers.word(), work, count, asked.seen, asked.before, asked.after);
            tell(servers, asked.seen.text());
        }
    }

    /**
     * Clients' requests, and what they cost.
     *
     * @param before processor seconds of who was asked, when it began to count
     * @param after likewise, when it was over
     */
    private record Asked(Seen seen, Map<NodeMeter.Work, Double> before, Map<NodeMeter.Work, Double> after) {}

    private Asked ask(List<String> endpoints, NodeMeter meter, Work work, int count, Duration warmUp)
            throws IOException, InterruptedException {
        Map<NodeMeter.Work, Double> before = new EnumMap<>(NodeMeter.Work.class);
        Seen seen = clients.ask(
                endpoints, work, count, warmUp, plan.time, () -> before.putAll(meter.secondsByWork()));
        // The clients' end takes a moment in which servers have nothing to do.
        return new Asked(seen, before, meter.secondsByWork());
    }

    private void kill(Servers servers) throws IOException, InterruptedException {
        List<Double> gaps = new ArrayList<>();
        long failed = 0;
        for (int i = 1; i <= KILLS; i++) {
            tell(servers, "kill " + i + " of " + KILLS);
            Seen seen = clients.ask(servers.endpoints(), Work.PUTS, KILL_CLIENTS, WARM_UP, KILL_TIME, () -> {
                Pause.of(KILL_AFTER);
                servers.kill();
            });
            gaps.add(seen.longestGapMillis());
            tell(servers, "%.0f ms without an acknowledged put".formatted(seen.longestGapMillis()));
            failed += seen.failed();
            servers.mend();
        }
        figures.kills(servers.word(), gaps, failed);
    }

    private void tell(Servers servers, String what) {
        progress.accept(servers.description() + ": " + what);
    }
}

package org.allmende.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.allmende.drills.etcd.EtcdBench;
import org.allmende.drills.etcd.EtcdBench.Part;
import org.allmende.drills.etcd.EtcdBench.Plan;
import org.allmende.drills.etcd.EtcdPlot;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "etcd",
        header = "Measure etcd and Allmende side by side, asked by the same clients.",
        description = {
            "",
            "Three members of the etcd that is installed here, then four nodes of Allmende with their gateways, each with"
                    + " its own defaults: puts and gets by jetcd, 'etcdctl check perf', ten thousand watches, and the"
                    + " longest time without an acknowledged put when the leader, or a node, is killed. Half an"
                    + " hour to an hour. Leave the machine alone meanwhile. Exit code 1 when a ratio is below what is demanded.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende bench etcd --json etcd.json --plot etcd.svg",
            "  allmende bench etcd --parts puts --clients 256,1000 --seconds 10"
        })
final class BenchEtcd implements Callable<Integer> {
    private static final List<String> PROGRAMS = List.of("etcd", "etcdctl");

    private final Screen screen;

    @Option(names = "--dir", paramLabel = "DIR", description = "An empty folder for what it starts (default: a new one).")
    private @Nullable Path dir;

    @Option(
            names = "--parts",
            split = ",",
            paramLabel = "PART",
            description = "What to measure: puts, gets, check-perf, watches, kills, own-gateway (default: all).")
    private List<String> parts = List.of();

    @Option(
            names = "--clients",
            split = ",",
            paramLabel = "N",
            description = "How many clients ask at a time, for puts and gets (default: 1,16,64,256,1000).")
    private List<Integer> clients = Plan.STANDARD.clients();

    @Option(names = "--seconds", paramLabel = "S", description = "How long each of these is counted (default: 15).")
    private int seconds = (int) Plan.STANDARD.time().toSeconds();

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description = "How long servers are asked for each kind of thing before it, up to twelve times while they"
                    + " compile (default: 20).")
    private int warmUp = (int) Plan.STANDARD.warmUp().toSeconds();

    @Mixin
    private Judged judged = new Judged();

    @Mixin
    private Plotted plotted = new Plotted();

    BenchEtcd(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Plan plan = plan();
        judged.requirePossible(dir);
        for (String program : PROGRAMS) {
            requireInstalled(program);
        }
        return judged.judge(
                screen,
                dir,
                new Judged.Picture(plotted.file(), EtcdPlot::of),
                (folder, progress) -> EtcdBench.run(plan, Judged.thisCommand(), clientsProgram(), folder, progress));
    }

    private Plan plan() throws Refusal {
        Set<Part> chosen = EnumSet.noneOf(Part.class);
        for (String part : parts) {
            chosen.add(Arrays.stream(Part.values())
                    .filter(each -> word(each).equals(part))
                    .findFirst()
                    .orElseThrow(() -> new Refusal(
                            "there is no part '" + part + "'",
                            "choose of "
                                    + Arrays.stream(Part.values())
                                            .map(BenchEtcd::word)
                                            .collect(Collectors.joining(", ")))));
        }
        try {
            return new Plan(
                    chosen.isEmpty() ? Plan.STANDARD.parts() : chosen,
                    clients,
                    Duration.ofSeconds(seconds),
                    Duration.ofSeconds(warmUp));
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "correct --clients, --seconds or --warm-up", e);
        }
    }

    private static String word(Part part) {
        return part.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void requireInstalled(String program) throws Refusal {
        boolean there = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!there) {
            throw new Refusal(
                    "there is no " + program + " here to be compared with",
                    "Debian and Ubuntu: apt install etcd-server etcd-client");
        }
    }

    /** Beside the folder of this program's own libraries, which it must not share. */
    private static Path clientsProgram() throws Refusal {
        Path libraries = Path.of(System.getProperty("java.class.path")).toAbsolutePath().getParent();
        Path program = libraries == null ? Path.of("etcd-load") : libraries.resolveSibling("etcd-load");
        if (!Files.exists(program.resolve("etcd-load.jar"))) {
            throw new Refusal(
                    "this package is without the clients that ask: " + program.resolve("etcd-load.jar"),
                    "run bin/allmende of a checkout, which builds them");
        }
        return program.resolve("etcd-load.jar");
    }
}

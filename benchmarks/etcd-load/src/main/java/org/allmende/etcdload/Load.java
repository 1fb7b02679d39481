package org.allmende.etcdload;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks servers for a while, and prints {@code counting} when it begins to count and then one line of JSON: how many were
 * answered and how many failed, in how long, the median and the 99th of a hundred in ms, the longest time without an
 * answer, and the processor seconds that this process took meanwhile.
 */
public final class Load {
    private Load() {}

    /** Exit code 2 and a line on standard error when the arguments are not what they should be, 1 when it fails. */
    public static void main(String[] words) {
        PrintStream out = System.out;
        try {
            Arguments arguments = Arguments.of(words);
            out.println(run(arguments, out));
            out.flush();
            System.exit(0);
        } catch (IllegalArgumentException e) {
            System.err.println("etcd-load: " + e.getMessage());
            System.exit(2);
        } catch (Exception e) {
            System.err.println("etcd-load: " + e + "; are the servers up at these endpoints?");
            System.exit(1);
        }
    }

    private static String run(Arguments arguments, PrintStream out) throws Exception {
        Tally tally = new Tally();
        try (Connections connections = new Connections(arguments.endpoints(), arguments.clients())) {
            return switch (arguments.work()) {
                case PUTS -> tally.json(ask(arguments, connections::put, tally, tally, out));
                case LINEARIZABLE_GETS, SERIALIZABLE_GETS -> {
                    connections.fill().get(60, TimeUnit.SECONDS);
                    boolean serializable = arguments.work() == Arguments.Work.SERIALIZABLE_GETS;
                    yield tally.json(ask(arguments, () -> connections.get(serializable), tally, tally, out));
                }
                case WATCHES -> {
                    Watching watching = new Watching(connections, arguments.watches(), tally);
                    watching.open();
                    String cpu = ask(arguments, watching::put, new Tally(), tally, out);
                    yield tally.json(cpu + ", \"missed\": " + watching.missed());
                }
            };
        }
    }

    /**
     * @param answers of what is asked for
     * @param counted what the figures are of
     * @return the processor time of this process meanwhile, as a member of a JSON object
     */
    private static String ask(
            Arguments arguments,
            Supplier<CompletableFuture<?>> asking,
            Tally answers,
            Tally counted,
            PrintStream out)
            throws InterruptedException {
        List<Loop> loops = new ArrayList<>();
        for (int i = 0; i < arguments.clients(); i++) {
            loops.add(new Loop(asking, answers));
        }
        loops.forEach(Loop::go);
        TimeUnit.SECONDS.sleep(arguments.warmUpSeconds());
        out.println("counting");
        out.flush();
        double before = cpuSeconds();
        counted.open(TimeUnit.SECONDS.toNanos(arguments.seconds()));
        TimeUnit.SECONDS.sleep(arguments.seconds());
        double cpu = cpuSeconds() - before;
        loops.forEach(Loop::stop);
        return String.format(Locale.ROOT, ", \"cpu_seconds\": %.2f", cpu);
    }

    private static double cpuSeconds() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
    }
}

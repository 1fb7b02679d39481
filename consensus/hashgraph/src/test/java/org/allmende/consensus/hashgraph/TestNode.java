package org.allmende.consensus.hashgraph;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.consensus.Offer;
import org.allmende.ledger.consensus.Submission;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.genesis.NodeCard;

/**
 * One node as a process, driven by lines on standard input, answering by lines on standard output; ends when its
 * input does. Arguments: own folder, own number, folder of all keys, the ports of all nodes with commas, the
 * heartbeat in milliseconds, then quietAfterMillis or engine settings as name=value.
 */
final class TestNode {
    private final CountingMachine machine;
    private final HashgraphConsensus consensus;
    private final PrintStream out = System.out;
    private final Map<Long, Long> submittedNanos = new ConcurrentHashMap<>();
    private final List<Long> latencies = new ArrayList<>();

    private TestNode(HashgraphSettings settings, long heartbeatMillis) {
        this.machine = new CountingMachine(heartbeatMillis, this::applied);
        this.consensus = new HashgraphConsensus(settings);
    }

    /** The transaction number {@code id} of this many bytes, at least 8. */
    static Bytes transaction(long id, int size) {
        return Bytes.wrap(ByteBuffer.allocate(size).putLong(id).array());
    }

    public static void main(String[] arguments) throws Exception {
        int self = Integer.parseInt(arguments[1]);
        Path keys = Path.of(arguments[2]);
        String[] ports = arguments[3].split(",", -1);
        List<NodeCard> cards = new ArrayList<>();
        for (int number = 0; number < ports.length; number++) {
            Bytes certificate = Bytes.wrap(Files.readAllBytes(keys.resolve(number + ".crt")));
            cards.add(TestCards.card(
                    "node" + number, certificate, "127.0.0.1", Integer.parseInt(ports[number]), 10));
        }
        Tuning tuning = Tuning.DEFAULT;
        for (String setting : Arrays.asList(arguments).subList(5, arguments.length)) {
            int equals = setting.indexOf('=');
            String name = setting.substring(0, equals);
            String value = setting.substring(equals + 1);
            tuning = name.equals("quietAfterMillis")
                    ? tuning.withQuietAfter(Integer.parseInt(value))
                    : tuning.withEngine(name, value);
        }
        HashgraphSettings settings = HashgraphSettings.of(
                        new NetworkId(Bytes.wrap(new byte[32])),
                        cards,
                        self,
                        Path.of(arguments[0]),
                        GossipKeys.read(keys.resolve(self + ".p12")))
                .with(tuning);
        TestNode node = new TestNode(settings, Long.parseLong(arguments[4]));
        Thread starter = Thread.ofPlatform().daemon().start(node::start);
        node.serve();
        starter.interrupt();
        Runtime.getRuntime().halt(0);
    }

    private void start() {
        try {
            consensus.start(machine);
            say("started " + ManagementFactory.getRuntimeMXBean().getUptime() + " cpu " + (long) cpuMillis());
            while (consensus.health().state() != Health.State.ORDERING) {
                LockSupport.parkNanos(5_000_000);
            }
            say("ordering " + ManagementFactory.getRuntimeMXBean().getUptime() + " cpu " + (long) cpuMillis());
        } catch (IOException | RuntimeException e) {
            say("failed " + e.getMessage());
        }
    }

    private void serve() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "submit" -> submit(Long.parseLong(words[1]), Integer.parseInt(words[2]));
                case "number" -> say("number " + words[1] + " "
                        + machine.number(transaction(Long.parseLong(words[1]), Integer.parseInt(words[2]))));
                case "status" -> status();
                case "load" -> Thread.ofPlatform()
                        .daemon()
                        .start(() -> load(
                                Long.parseLong(words[1]), Double.parseDouble(words[2]), Double.parseDouble(words[3])));
                case "fail" -> machine.failAt(Long.parseLong(words[1]));
                case "diverge" -> machine.divergeAt(Long.parseLong(words[1]));
                case "use" -> say("use " + cpuMillis() + " " + residentKilobytes());
                case "close" -> {
                    consensus.close();
                    say("closed");
                }
                default -> say("unknown " + words[0]);
            }
        }
    }

    private void status() {
        Health health = consensus.health();
        CountingMachine.Summary summary = machine.summary();
        say("status %s %d %d %s %d %s"
                .formatted(
                        health.state(),
                        summary.height(),
                        summary.count(),
                        summary.chain(),
                        machine.restores(),
                        health.why().replace(' ', '_')));
    }

    private void submit(long id, int size) {
        submittedNanos.put(id, System.nanoTime());
        switch (consensus.submit(new Offer(transaction(id, size), System.currentTimeMillis() + 120_000))) {
            case Submission.Accepted() -> say("accepted " + id);
            case Submission.Refused(Submission.Reason reason) -> say("refused " + id + " " + reason);
        }
    }

    private void applied(Bytes transaction, long number, long height) {
        long id = ByteBuffer.wrap(transaction.unsafeArray()).getLong();
        Long submitted = submittedNanos.remove(id);
        if (submitted != null) {
            synchronized (latencies) {
                latencies.add(System.nanoTime() - submitted);
            }
            say("applied " + id + " " + number + " " + height);
        }
    }

    /** Submits transactions of 200 bytes at a steady rate, then waits until all are settled, and says how it went. */
    private void load(long firstId, double perSecond, double seconds) {
        synchronized (latencies) {
            latencies.clear();
        }
        double cpu = cpuMillis();
        long start = System.nanoTime();
        long total = (long) (perSecond * seconds);
        long refused = 0;
        for (long sent = 0; sent < total; ) {
            long due = Math.min(total, (long) ((System.nanoTime() - start) / 1e9 * perSecond) + 1);
            for (; sent < due; sent++) {
                long id = firstId + sent;
                submittedNanos.put(id, System.nanoTime());
                if (consensus.submit(new Offer(transaction(id, 200), System.currentTimeMillis() + 120_000))
                        instanceof Submission.Refused) {
                    submittedNanos.remove(id);
                    refused++;
                }
            }
            LockSupport.parkNanos(500_000);
        }
        double used = (cpuMillis() - cpu) / (System.nanoTime() - start) * 1e6;
        long until = System.nanoTime() + 20_000_000_000L;
        while (!submittedNanos.isEmpty() && System.nanoTime() < until) {
            LockSupport.parkNanos(5_000_000);
        }
        synchronized (latencies) {
            long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
            say(String.format(
                    Locale.ROOT,
                    "loaded sent=%d refused=%d settled=%d p50ms=%.1f p90ms=%.1f p99ms=%.1f maxms=%.1f cores=%.2f",
                    total,
                    refused,
                    sorted.length,
                    quantile(sorted, 0.5),
                    quantile(sorted, 0.9),
                    quantile(sorted, 0.99),
                    quantile(sorted, 1),
                    used));
        }
    }

    private static double quantile(long[] sorted, double share) {
        return sorted.length == 0 ? -1 : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e6;
    }

    private static double cpuMillis() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getProcessCpuTime()
                / 1e6;
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private void say(String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }
}

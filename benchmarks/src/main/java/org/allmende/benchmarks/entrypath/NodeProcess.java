package org.allmende.benchmarks.entrypath;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.allmende.consensus.hashgraph.GossipKeys;
import org.allmende.consensus.hashgraph.Halt;
import org.allmende.consensus.hashgraph.HashgraphConsensus;
import org.allmende.consensus.hashgraph.HashgraphSettings;
import org.allmende.consensus.hashgraph.Tuning;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.consensus.Offer;
import org.allmende.ledger.consensus.Submission;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.Roster;
import tools.jackson.databind.json.JsonMapper;

/**
 * One node of the measured network: reads commands from standard input, answers each with one line of JSON. Ends when
 * its input does.
 */
final class NodeProcess {
    static final int NODES = 4;

    /** Answers begin with it; other lines are somebody's noise. */
    static final String ANSWER = "@ ";

    private static final int FILL_ROWS = 500;
    private static final int FILL_ROWS_UNDER_WAY = 10_000;
    private static final long VALID_MILLIS = 60_000;

    private final JsonMapper json = new JsonMapper();
    private final long begunNanos = System.nanoTime();
    private final int self;
    private final Meter meter;
    private final SyntheticRows rows;
    private final HashgraphConsensus consensus;
    private volatile boolean loading;
    private volatile double orderingAfterSeconds = -1;

    private NodeProcess(Path dir, int self, int firstPort, Layout layout, int rowCount, Tuning tuning)
            throws IOException {
        this.self = self;
        this.meter = new Meter(self);
        this.rows = new SyntheticRows(rowCount, meter);
        List<NodeCard> cards = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            cards.add(card(node, GossipKeys.read(keys(dir, node)).certificate(), firstPort + node));
        }
        this.consensus = new HashgraphConsensus(new HashgraphSettings(
                folder(dir, self),
                new NetworkId(Bytes.wrap(new byte[32])),
                self,
                Roster.first(cards),
                GossipKeys.read(keys(dir, self)),
                "127.0.0.1",
                meter.measured(layout.make()),
                Halt.PROCESS,
                () -> {},
                tuning));
    }

    static Path folder(Path dir, int node) {
        return dir.resolve("node-" + node);
    }

    static Path keys(Path dir, int node) {
        return dir.resolve("node-" + node + ".keys");
    }

    private static NodeCard card(int node, Bytes certificate, int port) {
        Bytes none = Bytes.wrap(new byte[32]);
        String name = "node-" + node;
        return new NodeCard(
                name, name, name, "here", "DE", 1, certificate, none, none, "127.0.0.1", port, "http://127.0.0.1:1");
    }

    /** @param arguments folder, number of this node, first port, layout, rows, seconds between snapshots */
    public static void main(String[] arguments) throws IOException {
        Tuning tuning = Tuning.DEFAULT
                .withEngine("state.saveStatePeriod", arguments[5])
                // Rows here are drawn again by what comes again; the ledger would apply it once.
                .withOfferAgain((int) VALID_MILLIS);
        for (Map.Entry<Object, Object> property : System.getProperties().entrySet()) {
            String name = (String) property.getKey();
            if (name.startsWith("engine.")) {
                tuning = tuning.withEngine(name.substring("engine.".length()), (String) property.getValue());
            }
        }
        NodeProcess node = new NodeProcess(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Layout.valueOf(arguments[3]),
                Integer.parseInt(arguments[4]),
                tuning);
        node.run();
    }

    private void run() throws IOException {
        Thread.ofPlatform().daemon().name("watch-health").start(this::noteWhenOrdering);
        consensus.start(rows);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            answer(handle(line.split(" ")));
        }
        // The one who measures is gone.
        Runtime.getRuntime().halt(0);
    }

    private Map<String, Object> handle(String[] command) {
        return switch (command[0]) {
            case "status" -> status();
            case "fill" -> fill(Integer.parseInt(command[1]));
            case "load" -> load(
                    Integer.parseInt(command[1]), Integer.parseInt(command[2]), Work.Skew.valueOf(command[3]));
            case "unload" -> {
                loading = false;
                yield status();
            }
            case "begin" -> {
                meter.begin();
                yield status();
            }
            case "figures" -> meter.figures();
            case "memory" -> memory();
            case "digest" -> digest();
            default -> throw new IllegalArgumentException("unknown command " + command[0]);
        };
    }

    private void answer(Map<String, Object> answer) {
        System.out.println(ANSWER + json.writeValueAsString(answer));
        System.out.flush();
    }

    private Map<String, Object> status() {
        Health health = consensus.health();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("state", health.state().toString());
        status.put("why", health.why());
        status.put("height", health.height());
        status.put("ordering_after_s", orderingAfterSeconds);
        status.put("restore_s", meter.restoreSeconds());
        return status;
    }

    private Map<String, Object> digest() {
        SyntheticRows.Digest taken = rows.digest();
        Map<String, Object> digest = new LinkedHashMap<>();
        digest.put("height", taken.height());
        digest.put("digest", Long.toHexString(taken.digest()));
        return digest;
    }

    private Map<String, Object> memory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("heap_live_mb", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        memory.put("rss_mb", Meter.rssMegabytes());
        return memory;
    }

    private void noteWhenOrdering() {
        while (consensus.health().state() != Health.State.ORDERING) {
            LockSupport.parkNanos(5_000_000);
        }
        orderingAfterSeconds = (System.nanoTime() - begunNanos) / 1e9;
    }

    /** Sets all rows, some at a time; answers when this node has applied the last. */
    private Map<String, Object> fill(int count) {
        long begun = System.nanoTime();
        for (int first = 0; first < count; first += FILL_ROWS) {
            awaitFilled(first - FILL_ROWS_UNDER_WAY);
            Bytes fill = Work.encode(new Work.Fill(first, Math.min(FILL_ROWS, count - first)));
            while (!(consensus.submit(offer(fill)) instanceof Submission.Accepted)) {
                LockSupport.parkNanos(5_000_000);
            }
        }
        awaitFilled(count);
        Map<String, Object> filled = status();
        filled.put("fill_s", (System.nanoTime() - begun) / 1e9);
        return filled;
    }

    private void awaitFilled(int count) {
        while (rows.filled() < count) {
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** Offers transactions at an even pace until told to stop; what is refused is counted and not made up for. */
    private Map<String, Object> load(int perSecond, int rowsEach, Work.Skew skew) {
        loading = true;
        Thread.ofPlatform().daemon().name("load").start(() -> {
            long begun = System.nanoTime();
            long base = System.currentTimeMillis() * 10_000L;
            long offered = 0;
            while (loading) {
                long due = (long) ((System.nanoTime() - begun) / 1e9 * perSecond);
                for (; offered < due; offered++) {
                    long sequence = base + offered;
                    meter.submitted(sequence);
                    Bytes draw = Work.encode(new Work.Draw(self, sequence, rowsEach, skew));
                    if (!(consensus.submit(offer(draw)) instanceof Submission.Accepted)) {
                        meter.refused(sequence);
                    }
                }
                LockSupport.parkNanos(1_000_000);
            }
        });
        return status();
    }

    private static Offer offer(Bytes transaction) {
        return new Offer(transaction, System.currentTimeMillis() + VALID_MILLIS);
    }
}

package org.allmende.consensus.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.allmende.ledger.consensus.Consensus;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.consensus.Offer;
import org.allmende.ledger.consensus.Submission;

/**
 * The process of one node: driven by lines on standard input, each answered by one line {@code answer …} on standard
 * output, where it also says unasked what happens ({@link Said}). Ends when its input does.
 *
 * <p>Arguments: engine, folder of the network, number of this node, memory, plant.
 */
final class NodeProcess {
    private final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    private final JournalMachine machine = new JournalMachine(said -> say(said.line()));
    private final Consensus consensus;
    private volatile boolean loading;

    private NodeProcess(Consensus consensus) {
        this.consensus = consensus;
    }

    public static void main(String[] arguments) throws IOException {
        Consensus engine = Engine.named(arguments[0])
                .open(Path.of(arguments[1]), Integer.parseInt(arguments[2]), Engine.Memory.valueOf(arguments[3]));
        NodeProcess node = new NodeProcess(Plant.valueOf(arguments[4]).in(engine));
        Thread.ofPlatform().daemon().name("start").start(node::start);
        node.serve();
        Runtime.getRuntime().halt(0);
    }

    private void start() {
        try {
            consensus.start(machine);
        } catch (IOException | RuntimeException e) {
            say("failed " + e);
        }
    }

    private void serve() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            long[] numbers = numbers(words);
            String answer = switch (words[0]) {
                case "health" -> health();
                case "submit" -> submit(new Transaction(numbers[0], numbers[1], (int) numbers[2]), numbers[3]);
                case "burst" -> burst(numbers[0], numbers[1], numbers[2], (int) numbers[3], numbers[4]);
                case "load" -> load(numbers[0], numbers[1]);
                case "knows" -> Boolean.toString(Arrays.stream(numbers).allMatch(machine::knows));
                case "close" -> close();
                default -> planted(words[0], numbers);
            };
            say("answer " + answer);
        }
    }

    private String planted(String word, long[] numbers) {
        switch (word) {
            case "hold" -> machine.hold();
            case "release" -> machine.release();
            case "rest" -> loading = false;
            case "fail" -> machine.failAt(numbers[0]);
            case "astray" -> machine.goAstrayAt(numbers[0], numbers[1]);
            default -> {
                return "unknown";
            }
        }
        return "done";
    }

    private static long[] numbers(String[] words) {
        return Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
    }

    private String health() {
        Health health = consensus.health();
        return health.state() + " " + health.why();
    }

    private String submit(Transaction transaction, long validForMillis) {
        long validUntil = System.currentTimeMillis() + validForMillis;
        return switch (consensus.submit(new Offer(transaction.encoded(), validUntil))) {
            case Submission.Accepted() -> {
                say(new Said.Accepted(transaction.id(), validUntil).line());
                yield "ACCEPTED";
            }
            case Submission.Refused(Submission.Reason reason) -> reason.name();
        };
    }

    /** Many at once, as fast as it goes; how many were accepted, and how many refused as busy. */
    private String burst(long firstId, long count, long notBeforeMillis, int size, long validForMillis) {
        int accepted = 0;
        int busy = 0;
        for (long id = firstId; id < firstId + count; id++) {
            switch (submit(new Transaction(id, notBeforeMillis, size), validForMillis)) {
                case "ACCEPTED" -> accepted++;
                case "BUSY" -> busy++;
                default -> {}
            }
        }
        return accepted + " " + busy;
    }

    /** Small ones at a steady rate until told to rest; what is refused is not tried again. */
    private String load(long firstId, long perSecond) {
        loading = true;
        Thread.ofPlatform().daemon().name("load").start(() -> {
            long begun = System.nanoTime();
            for (long sent = 0; loading; ) {
                long due = (System.nanoTime() - begun) * perSecond / 1_000_000_000 + 1;
                // What a pause kept it from sending it does not make up for.
                for (sent = Math.max(sent, due - perSecond); loading && sent < due; sent++) {
                    submit(Transaction.small(firstId + sent), Transaction.VALID.toMillis());
                }
                LockSupport.parkNanos(1_000_000);
            }
        });
        return "done";
    }

    private String close() {
        consensus.close();
        return health();
    }

    private void say(String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }
}

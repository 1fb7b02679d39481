package org.allmende.drills;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A node is killed and the newest of its files of events ends in the middle of one, as after a disk that lied about what
 * it had written: the node comes back level, and nothing is lost.
 */
final class TornTail implements Drill {
    private static final int BYTES_TORN = 5_000;

    /** Where the engine keeps them, below a node's data; beside its snapshots, which have files of that name too. */
    private static final String EVENTS = "engine/preconsensus-events";

    @Override
    public String name() {
        return "torn-tail";
    }

    @Override
    public String description() {
        return "kill -9 for a node and the end of its newest file of events torn off: it comes back level, and nothing is lost";
    }

    @Override
    public Verdict run(DrillContext context) throws Exception {
        return new UnderLoad(this, context).run(this::tear);
    }

    private void tear(UnderLoad.Scene scene) throws Exception {
        String node = scene.members().getFirst().name();
        scene.say("killing " + node);
        long from = System.nanoTime();
        scene.network().kill(List.of(node));
        Path newest = newest(scene.network().data(node).resolve(EVENTS));
        long bytes = Files.size(newest);
        scene.say("tearing off the end of " + newest.getFileName());
        try (FileChannel file = FileChannel.open(newest, StandardOpenOption.WRITE)) {
            file.truncate(Math.max(bytes / 2, bytes - BYTES_TORN));
        }
        scene.figures().note("bytes_torn", bytes - Files.size(newest));
        scene.figures().note("level_again_s", scene.startMissing());
        scene.figures().note("longest_gap_ms", scene.longestGapMillisSince(from));
    }

    private static Path newest(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(file -> file.getFileName().toString().endsWith(".pces"))
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .orElseThrow(() -> new IOException("no file of events is in " + data
                            + "; has the engine named them otherwise? Look there"));
        }
    }
}

package org.allmende.drills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A node is killed and everything it held is deleted, its keys aside: it rebuilds from the others, and they go on. */
final class WipedDisk implements Drill {
    private static final long GAP_MILLIS_MAX = 1_000;

    @Override
    public String name() {
        return "wiped-disk";
    }

    @Override
    public String description() {
        return "kill -9 for a node and its data deleted: it rebuilds from the others, which go on within a second";
    }

    @Override
    public Verdict run(DrillContext context) throws Exception {
        return new UnderLoad(this, context).run(this::wipe);
    }

    private void wipe(UnderLoad.Scene scene) throws Exception {
        String node = scene.members().getLast().name();
        scene.say("killing " + node);
        long from = System.nanoTime();
        scene.network().kill(List.of(node));
        scene.say("deleting what it held");
        delete(scene.network().data(node));
        Pause.of(scene.context().steady());
        scene.figures().atMost(GAP_MILLIS_MAX, "longest_gap_ms", scene.longestGapMillisSince(from));
        scene.say("starting it with an empty disk");
        scene.figures().note("level_again_s", scene.startMissing());
        scene.figures().note("longest_gap_until_level_ms", scene.longestGapMillisSince(from));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}

package org.allmende.drills;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a drill is given.
 *
 * @param command the words that run {@code allmende}; verbs and options are added to them
 * @param folder an empty folder, the drill's own
 * @param nodes how many nodes its network has, at least {@link #NODES_MIN}
 * @param quick whether it is to be over soon: with less load, for less time, and less often
 * @param progress told in a short line what goes on, for people
 */
public record DrillContext(
        List<String> command, Path folder, int nodes, boolean quick, Consumer<String> progress) {
    /** A network that can lose a node has at least as many. */
    public static final int NODES_MIN = 4;

    public DrillContext {
        command = List.copyOf(command);
        if (nodes < NODES_MIN) {
            throw new IllegalArgumentException("a drill's network has at least " + NODES_MIN + " nodes, not " + nodes);
        }
    }

    /** At its full length. */
    public DrillContext(List<String> command, Path folder, int nodes, Consumer<String> progress) {
        this(command, folder, nodes, false, progress);
    }

    /** How many writes warm a network up. */
    int warmWrites() {
        return quick ? 150 : 400;
    }

    /** How long something is watched that does not change. */
    Duration steady() {
        return quick ? Duration.ofSeconds(3) : Duration.ofSeconds(8);
    }

    /** How long something is watched that goes on. */
    Duration watched() {
        return quick ? Duration.ofSeconds(12) : Duration.ofMinutes(1);
    }
}

package org.allmende.drills;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a drill is given.
 *
 * @param command the words that run {@code allmende}; verbs and options are added to them
 * @param folder an empty folder, the drill's own
 * @param nodes how many nodes its network has, at least {@link #NODES_MIN}
 * @param progress told in a short line what goes on, for people
 */
public record DrillContext(List<String> command, Path folder, int nodes, Consumer<String> progress) {
    /** A network that can lose a node has at least as many. */
    public static final int NODES_MIN = 4;

    public DrillContext {
        command = List.copyOf(command);
        if (nodes < NODES_MIN) {
            throw new IllegalArgumentException("a drill's network has at least " + NODES_MIN + " nodes, not " + nodes);
        }
    }
}

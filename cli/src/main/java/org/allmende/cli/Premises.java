package org.allmende.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The folder that a drill or a benchmark works in.
 *
 * @param own whether it was made for this run: only then is it deleted, ever
 */
record Premises(Path path, boolean own) {
    /**
     * @param dir null: a new folder
     * @throws Refusal when it is not an empty folder
     */
    static Premises at(@Nullable Path dir) throws Refusal, IOException {
        if (dir == null) {
            return new Premises(Files.createTempDirectory("allmende-drill"), true);
        }
        if (Files.exists(dir) && !Files.isDirectory(dir)) {
            throw new Refusal(dir + " is not a folder", "give it an empty folder");
        }
        Files.createDirectories(dir);
        try (Stream<Path> files = Files.list(dir)) {
            if (files.findAny().isPresent()) {
                throw new Refusal(dir + " is not empty", "give it an empty folder");
            }
        }
        return new Premises(dir, false);
    }

    /** Nobody will ask what is in it: it goes, if it was made for this run. */
    void clear() throws IOException {
        if (own) {
            List<Path> all;
            try (Stream<Path> walk = Files.walk(path)) {
                all = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path each : all) {
                Files.deleteIfExists(each);
            }
        }
    }

    /** It may tell why: people are told where it is. One with nothing in it tells nothing. */
    void keep(Screen screen) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            if (files.findAny().isEmpty()) {
                if (own) {
                    Files.delete(path);
                }
                return;
            }
        }
        screen.tell("allmende: what it left is in " + path + "; look into the logs there, and delete it when done.");
    }
}

package org.allmende.drills.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Files of what was recorded: a title, then a record in each line. */
final class Lines {
    private Lines() {}

    /** @throws IllegalArgumentException with the number of the line that cannot be read, and why */
    static <T> List<T> of(String title, String text, Function<Words, T> line) {
        List<T> read = new ArrayList<>();
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().strip().equals(title)) {
            throw new IllegalArgumentException("line 1 is not '" + title + "': give a file of that kind");
        }
        for (int i = 1; i < lines.size(); i++) {
            String each = lines.get(i).strip();
            if (each.isEmpty() || each.startsWith("#")) {
                continue;
            }
            try {
                read.add(line.apply(new Words(each)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return read;
    }
}

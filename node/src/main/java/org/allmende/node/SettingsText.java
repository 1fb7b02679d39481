package org.allmende.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lines of {@code key = value}, and of {@code # words for people}; strict, so that no line is without effect. */
final class SettingsText {
    private SettingsText() {}

    /** @throws Refusal when the file cannot be read, a line is neither, or a key is unknown or there twice */
    static Map<String, String> read(Path file, Collection<String> known) throws Refusal {
        try {
            return parse(file.toString(), Files.readAllLines(file), known);
        } catch (IOException e) {
            throw new Refusal("cannot read the settings " + file, "check that the file is there and readable", e);
        }
    }

    static Map<String, String> parse(String source, List<String> lines, Collection<String> known) throws Refusal {
        Map<String, String> values = new TreeMap<>();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String where = source + ", line " + number;
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new Refusal(where + ": '" + line + "' is not 'key = value'", "correct or remove the line");
            }
            String key = line.substring(0, equals).strip();
            if (!known.contains(key)) {
                throw new Refusal(
                        where + ": there is no setting '" + key + "'",
                        "did you mean '" + Spelling.nearest(key, known) + "'? docs/tunables.md lists them all");
            }
            if (values.put(key, line.substring(equals + 1).strip()) != null) {
                throw new Refusal(where + ": '" + key + "' is set twice", "keep one of the two lines");
            }
        }
        return values;
    }
}

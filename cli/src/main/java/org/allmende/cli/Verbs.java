package org.allmende.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The verbs below a word, by name. What picocli knows of a verb it reads by reflection, which for all verbs takes a
 * fifth of what a command may take; so when a line names one, only that one is read.
 */
final class Verbs {
    /** Each is given what was typed after its name. */
    private final Map<String, Function<String[], Object>> byName = new LinkedHashMap<>();

    Verbs with(String name, Supplier<Object> verb) {
        byName.put(name, rest -> verb.get());
        return this;
    }

    /** A word with verbs of its own. */
    Verbs group(String name, String header, Verbs verbs) {
        byName.put(name, rest -> {
            CommandSpec spec = CommandSpec.create().name(name);
            spec.usageMessage().header(header).footer("", "Every verb takes --help, which shows examples.");
            return verbs.below(new CommandLine(spec), rest);
        });
        return this;
    }

    /** @param line what was typed after the word; empty, or nothing that is known: all verbs, for help and guessing */
    CommandLine below(CommandLine word, String... line) {
        String[] rest = line.length == 0 ? line : Arrays.copyOfRange(line, 1, line.length);
        Function<String[], Object> meant = line.length == 0 ? null : byName.get(line[0]);
        if (meant != null) {
            return word.addSubcommand(line[0], meant.apply(rest));
        }
        byName.forEach((name, verb) -> word.addSubcommand(name, verb.apply(rest)));
        return word;
    }
}

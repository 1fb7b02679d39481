package org.allmende.etcdload;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What it is to do.
 *
 * @param endpoints URLs of the servers
 * @param clients how many ask at a time, each for the next thing when it has its answer
 * @param watches how many are open meanwhile, for {@link Work#WATCHES}
 * @param warmUpSeconds before it counts
 */
record Arguments(Work work, List<String> endpoints, int clients, int watches, int warmUpSeconds, int seconds) {
    private static final String USAGE = "say it like this: puts|linearizable-gets|serializable-gets|watches"
            + " --endpoints URL,URL --clients N [--watches N] [--warm-up S] [--seconds S]";

    /** What clients ask for. */
    enum Work {
        PUTS("puts"),
        LINEARIZABLE_GETS("linearizable-gets"),
        SERIALIZABLE_GETS("serializable-gets"),
        WATCHES("watches");

        private final String word;

        Work(String word) {
            this.word = word;
        }

        static Optional<Work> of(String word) {
            return Arrays.stream(values()).filter(work -> work.word.equals(word)).findFirst();
        }
    }

    Arguments {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty() || clients < 1 || watches < 0 || warmUpSeconds < 0 || seconds < 1) {
            throw new IllegalArgumentException(USAGE);
        }
        if (clients > 10_000 || watches > 100_000 || warmUpSeconds > 3_600 || seconds > 3_600) {
            throw new IllegalArgumentException(
                    "at most 10000 clients, 100000 watches and an hour: ask for less, or start several");
        }
    }

    /** @throws IllegalArgumentException with what to say instead */
    static Arguments of(String... words) {
        Work work = words.length % 2 == 0
                ? null
                : Work.of(words[0]).orElse(null);
        if (work == null) {
            throw new IllegalArgumentException(USAGE);
        }
        Map<String, String> given = new HashMap<>();
        for (int i = 1; i < words.length; i += 2) {
            given.put(words[i], words[i + 1]);
        }
        List<String> endpoints = List.of(given.getOrDefault("--endpoints", "").split(","));
        int clients = number(given, "--clients", 1);
        int watches = number(given, "--watches", 0);
        int warmUp = number(given, "--warm-up", 3);
        int seconds = number(given, "--seconds", 10);
        given.keySet().removeAll(List.of("--endpoints", "--clients", "--watches", "--warm-up", "--seconds"));
        if (!given.isEmpty() || endpoints.contains("")) {
            throw new IllegalArgumentException(USAGE);
        }
        return new Arguments(work, endpoints, clients, watches, warmUp, seconds);
    }

    private static int number(Map<String, String> given, String name, int otherwise) {
        String text = given.get(name);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is a number, not '" + text + "'; " + USAGE, e);
        }
    }
}

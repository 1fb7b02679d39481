package org.allmende.node;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How the nodes of a network come to one order. All nodes of a network use the same. */
public enum Engine {
    /** Byzantine fault tolerant, many nodes. */
    HASHGRAPH(750),
    /** One process, for tests and for a single operator. */
    SOLO(350);

    private final int memoryMegabytes;

    Engine(int memoryMegabytes) {
        this.memoryMegabytes = memoryMegabytes;
    }

    /** What a node of it needs free on the machine to start and run lightly loaded. */
    public int memoryMegabytes() {
        return memoryMegabytes;
    }

    /** As people write it: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws Refusal when {@code word} names none */
    public static Engine of(String word) throws Refusal {
        for (Engine engine : values()) {
            if (engine.word().equals(word)) {
                return engine;
            }
        }
        List<String> words = Arrays.stream(values()).map(Engine::word).toList();
        throw new Refusal(
                "there is no engine '" + word + "'", "did you mean '" + Spelling.nearest(word, words) + "'?");
    }
}

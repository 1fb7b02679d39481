package org.allmende.consensus.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a node's process says of itself, unasked, in the order it happens; one line each. */
sealed interface Said {
    /** It stands at this height now, by what its disk held or another node gave it. */
    record Restored(long height, long timeMillis, String state) implements Said {}

    /** It applied a round. {@code state} names all that was applied up to here, in its order. */
    record Applied(long height, long timeMillis, String state, List<Item> items) implements Said {
        public Applied {
            items = List.copyOf(items);
        }
    }

    /** It accepted an offer. */
    record Accepted(long id, long validUntilMillis) implements Said {}

    /** It does not apply this round yet, because it was told to hold. */
    record Held(List<Long> ids) implements Said {
        public Held {
            ids = List.copyOf(ids);
        }
    }

    /** It was told to compute another state, and does from here on. */
    record Astray() implements Said {}

    /** One place in a round. */
    record Item(long id, Fate fate) {}

    /** What the machine did with a transaction. */
    enum Fate {
        APPLIED('+'),
        /** Applied before; nothing came of it. */
        AGAIN('='),
        /** No room for it now. */
        SET_ASIDE('~');

        private final char mark;

        Fate(char mark) {
            this.mark = mark;
        }

        private static Fate marked(char mark) {
            return Arrays.stream(values())
                    .filter(fate -> fate.mark == mark)
                    .findFirst()
                    .orElseThrow();
        }
    }

    default String line() {
        return switch (this) {
            case Restored(long height, long time, String state) -> "restored " + height + " " + time + " " + state;
            case Applied(long height, long time, String state, List<Item> items) -> {
                StringBuilder line = new StringBuilder("applied " + height + " " + time + " " + state);
                items.forEach(item -> line.append(' ').append(item.id()).append(item.fate().mark));
                yield line.toString();
            }
            case Accepted(long id, long validUntil) -> "accepted " + id + " " + validUntil;
            case Held(List<Long> ids) -> {
                StringBuilder line = new StringBuilder("held");
                ids.forEach(id -> line.append(' ').append(id));
                yield line.toString();
            }
            case Astray() -> "astray";
        };
    }

    /** Empty when the line says something else. */
    static Optional<Said> of(String line) {
        String[] words = line.split(" ", -1);
        return switch (words[0]) {
            case "restored" -> Optional.of(
                    new Restored(Long.parseLong(words[1]), Long.parseLong(words[2]), words[3]));
            case "applied" -> Optional.of(new Applied(
                    Long.parseLong(words[1]), Long.parseLong(words[2]), words[3], items(words)));
            case "accepted" -> Optional.of(new Accepted(Long.parseLong(words[1]), Long.parseLong(words[2])));
            case "held" -> Optional.of(
                    new Held(Arrays.stream(words).skip(1).map(Long::valueOf).toList()));
            case "astray" -> Optional.of(new Astray());
            default -> Optional.empty();
        };
    }

    private static List<Item> items(String[] words) {
        List<Item> items = new ArrayList<>();
        for (int i = 4; i < words.length; i++) {
            int last = words[i].length() - 1;
            items.add(new Item(Long.parseLong(words[i].substring(0, last)), Fate.marked(words[i].charAt(last))));
        }
        return items;
    }
}

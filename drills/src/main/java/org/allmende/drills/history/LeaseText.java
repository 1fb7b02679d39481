package org.allmende.drills.history;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * What was seen of leases as text. After the title come how much early they may end, and a line for each entry, with
 * times in nanoseconds and the time to live in seconds; a dash for an answer that never came:
 *
 * <pre>
 * tolerance 500000000
 * granted 7 1000 2000 ttl 10
 * kept 7 5000000000 5000000900 ttl 10
 * kept 7 9000000000 -
 * revoked 7 30000000000
 * gone 7 31000000000 config/a
 * </pre>
 */
final class LeaseText {
    static final String TITLE = "allmende leases 1";

    private LeaseText() {}

    record Recorded(List<LeaseEntry> entries, Duration tolerance) {}

    static String text(Recorded recorded) {
        String head = TITLE + "\ntolerance " + recorded.tolerance().toNanos() + "\n";
        return recorded.entries().stream()
                .map(each -> line(each) + "\n")
                .collect(Collectors.joining("", head, ""));
    }

    static Recorded read(String text) {
        AtomicLong tolerance = new AtomicLong();
        List<Optional<LeaseEntry>> entries = Lines.of(TITLE, text, words -> {
            if (words.take("tolerance")) {
                tolerance.set(words.number("nanoseconds"));
                words.end();
                return Optional.empty();
            }
            return Optional.of(entry(words));
        });
        return new Recorded(entries.stream().flatMap(Optional::stream).toList(), Duration.ofNanos(tolerance.get()));
    }

    static String line(LeaseEntry entry) {
        return switch (entry) {
            case LeaseEntry.Granted(long lease, long sent, long answered, long ttl) ->
                "granted " + lease + " " + sent + " " + answered + " ttl " + ttl;
            case LeaseEntry.KeptAlive(long lease, long sent, OptionalLong answered, long ttl) ->
                "kept " + lease + " " + sent + " "
                        + (answered.isPresent() ? answered.getAsLong() + " ttl " + ttl : "-");
            case LeaseEntry.Revoked(long lease, long sent) -> "revoked " + lease + " " + sent;
            case LeaseEntry.KeyGone(long lease, String key, long seen) ->
                "gone " + lease + " " + seen + " " + Words.quoted(key);
        };
    }

    private static LeaseEntry entry(Words words) {
        String verb = words.word("what was seen");
        long lease = words.number("a lease");
        long at = words.number("a time in nanoseconds");
        LeaseEntry entry =
                switch (verb) {
                    case "granted" -> new LeaseEntry.Granted(lease, at, words.number("a time"), ttl(words));
                    case "kept" ->
                        words.take("-")
                                ? new LeaseEntry.KeptAlive(lease, at, OptionalLong.empty(), 0)
                                : new LeaseEntry.KeptAlive(
                                        lease, at, OptionalLong.of(words.number("a time or -")), ttl(words));
                    case "revoked" -> new LeaseEntry.Revoked(lease, at);
                    case "gone" -> new LeaseEntry.KeyGone(lease, words.text("a key"), at);
                    default -> throw words.unexpected("granted, kept, revoked or gone", verb);
                };
        words.end();
        return entry;
    }

    private static long ttl(Words words) {
        words.expect("ttl");
        return words.number("seconds");
    }
}

package org.allmende.gateway.etcd.compaction;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How Go, and so etcd's flags, write a time: {@code 10m}, {@code 1h30m}, {@code 1.5h}. */
final class GoTime {
    private static final Pattern PART = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|s|m|h)");
    private static final Map<String, BigDecimal> MILLIS = Map.of(
            "ms", BigDecimal.ONE,
            "s", BigDecimal.valueOf(1_000),
            "m", BigDecimal.valueOf(60_000),
            "h", BigDecimal.valueOf(3_600_000));

    private GoTime() {}

    /** In whole milliseconds, rounded down; empty: it is none. */
    static Optional<Duration> parse(String text) {
        Matcher parts = PART.matcher(text);
        BigDecimal millis = BigDecimal.ZERO;
        int end = 0;
        while (end < text.length() && parts.find(end) && parts.start() == end) {
            BigDecimal unit = MILLIS.getOrDefault(parts.group(2), BigDecimal.ZERO);
            millis = millis.add(new BigDecimal(parts.group(1)).multiply(unit));
            end = parts.end();
        }
        return end == 0 || end != text.length() ? Optional.empty() : Optional.of(Duration.ofMillis(millis.longValue()));
    }
}

package org.allmende.cli;

import java.time.Duration;
import org.allmende.ledger.genesis.Governance;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How members decide, as people write it; what is not named stays as it is. */
final class GovernanceWords {
    @Option(names = "--delay", paramLabel = "TIME", description = "Before a proposal takes effect: the time to object.")
    private @Nullable String delay;

    @Option(names = "--voting", paramLabel = "TIME", description = "How long votes count.")
    private @Nullable String voting;

    @Option(
            names = "--silence",
            paramLabel = "TIME",
            description = "After how long a silent node may be replaced by its operator alone.")
    private @Nullable String silence;

    @Option(names = "--notice", paramLabel = "TIME", description = "Between a roster's announcement and its epoch.")
    private @Nullable String notice;

    @Option(
            names = "--passes-above",
            paramLabel = "SHARE",
            description = "Above which share of the weight in favour a proposal passes, from 2/3 to less than 1.")
    private @Nullable String passesAbove;

    /** These rules, where others are named, over those. */
    Governance over(Governance now) throws Refusal {
        try {
            return new Governance(
                    delay == null ? now.delayMillis() : millis("--delay", delay),
                    voting == null ? now.votingMillis() : millis("--voting", voting),
                    silence == null ? now.silenceMillis() : millis("--silence", silence),
                    notice == null ? now.noticeMillis() : millis("--notice", notice),
                    passesAbove == null ? now.passesAbove() : share(passesAbove));
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "name others", e);
        }
    }

    private static Governance.Share share(String text) throws Refusal {
        if (!text.matches("[0-9]{1,4}/[0-9]{1,4}")) {
            throw new Refusal("--passes-above is a share as 2/3, not '" + text + "'", "correct it");
        }
        String[] parts = text.split("/", 2);
        return new Governance.Share(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    /** As people say it: {@code 24h}, {@code 90s}, {@code 500ms}, {@code 7d}. */
    static long millis(String option, String text) throws Refusal {
        String number = text.replaceAll("[a-z]+$", "");
        try {
            long count = Long.parseLong(number);
            return switch (text.substring(number.length())) {
                case "ms" -> count;
                case "s" -> Duration.ofSeconds(count).toMillis();
                case "m" -> Duration.ofMinutes(count).toMillis();
                case "h" -> Duration.ofHours(count).toMillis();
                case "d" -> Duration.ofDays(count).toMillis();
                default -> throw new NumberFormatException(text);
            };
        } catch (NumberFormatException | ArithmeticException e) {
            throw new Refusal(option + " is a time as 500ms, 90s, 10m, 24h or 7d, not '" + text + "'", "correct it", e);
        }
    }
}

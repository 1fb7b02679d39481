package org.allmende.drills.history;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What was recorded, kept in files beside a test that failed, and judged again from them. The first line of a file
 * tells of what kind it is: a history of operations, of watches, or of leases.
 */
public final class Evidence {
    private static final String SUFFIX = ".txt";

    private Evidence() {}

    /**
     * Keeps a history, and tells why it is wrong, if it is.
     *
     * @param name of the file, without a suffix
     * @return for the message of a test: what the ruling tells, and the command that judges the file again
     */
    public static String of(History history, Ruling ruling, Path folder, String name) {
        Path file = write(folder, name + SUFFIX, history.text());
        return ruling.text() + again(file);
    }

    /** Keeps what watchers were told; otherwise as the above. */
    public static String of(Chronicle chronicle, List<Watch> watches, WatchReport report, Path folder, String name) {
        Path file = write(folder, name + SUFFIX, WatchText.text(new WatchText.Recorded(chronicle, watches)));
        return report.text() + again(file);
    }

    /**
     * Keeps what was seen of leases; otherwise as the above.
     *
     * @param tolerance that they were judged with
     */
    public static String of(
            List<LeaseEntry> leases, Duration tolerance, List<LeaseBreach> breaches, Path folder, String name) {
        Path file = write(folder, name + SUFFIX, LeaseText.text(new LeaseText.Recorded(leases, tolerance)));
        return text(breaches, leases.size()) + again(file);
    }

    private static String text(List<LeaseBreach> breaches, int entries) {
        return breaches.isEmpty()
                ? "LEASES LIVED AS LONG AS PROMISED: " + entries + " entries\n"
                : breaches.stream()
                        .map(each -> each + "\n")
                        .collect(Collectors.joining("", "LEASES ENDED EARLY: " + breaches.size() + "\n", ""));
    }

    /** By the Java of this process: another may be too old. Needs nothing but what the module {@code drills} holds. */
    private static String again(Path file) {
        return "judge it again, in the folder of the whole project:\n  '"
                + Path.of(System.getProperty("java.home"), "bin", "java") + "' -cp drills/target/classes "
                + Evidence.class.getName() + " '" + file.toAbsolutePath() + "'\n";
    }

    private static Path write(Path folder, String name, String text) {
        try {
            Files.createDirectories(folder);
            return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "what was recorded cannot be kept in " + folder + "; give another folder", e);
        }
    }

    /** Judges a file again: {@code FILE [CONFIGURATIONS]}, the limit for a history. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    /** @return 0: nothing is wrong; 1: something is; 2: undecided, or not a file that can be judged */
    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.isEmpty() || arguments.size() > 2) {
            err.println("give a file that was kept beside a test, and if it is a history and undecided, how many"
                    + " configurations may be tried for each part of it");
            return 2;
        }
        try {
            Path file = Path.of(arguments.getFirst());
            int most = arguments.size() == 2
                    ? Integer.parseInt(arguments.getLast())
                    : Linearizability.CONFIGURATIONS_MAX;
            return judge(file, Files.readString(file, StandardCharsets.UTF_8), most, out);
        } catch (IOException e) {
            err.println("cannot read the file: " + e + "; give one that is there");
            return 2;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return 2;
        }
    }

    private static int judge(Path file, String text, int most, PrintStream out) {
        String title = text.lines().findFirst().orElse("");
        return switch (title) {
            case HistoryText.TITLE -> {
                Ruling ruling = new Linearizability(most).check(HistoryText.read(text));
                out.print(ruling.text());
                yield switch (ruling) {
                    case Ruling.Accepted _ -> 0;
                    case Ruling.Refused _ -> 1;
                    case Ruling.Undecided _ -> 2;
                };
            }
            case WatchText.TITLE -> {
                WatchText.Recorded recorded = WatchText.read(text);
                WatchReport report = WatchChecker.check(recorded.chronicle(), recorded.watches());
                out.print(report.text());
                yield report.breaches().isEmpty() ? 0 : 1;
            }
            case LeaseText.TITLE -> {
                LeaseText.Recorded recorded = LeaseText.read(text);
                List<LeaseBreach> breaches = LeaseChecker.check(recorded.entries(), recorded.tolerance());
                out.print(text(breaches, recorded.entries().size()));
                yield breaches.isEmpty() ? 0 : 1;
            }
            default ->
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "%s begins with '%s'; give a file that begins with '%s', '%s' or '%s'",
                        file,
                        title,
                        HistoryText.TITLE,
                        WatchText.TITLE,
                        LeaseText.TITLE));
        };
    }
}

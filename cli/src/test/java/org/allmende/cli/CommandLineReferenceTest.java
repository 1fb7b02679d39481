package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The reference is what {@code --help} says: written by this test when asked to, and never out of date. */
class CommandLineReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "command-line.md");

    @Test
    void theReferenceIsWhatHelpSays() throws IOException {
        String wanted = reference();
        if (Boolean.getBoolean("allmende.reference.write")) {
            Files.writeString(REFERENCE, wanted);
        }
        assertThat(REFERENCE)
                .as("run: mvn -pl cli -am test -Dtest=CommandLineReferenceTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dsurefire.extra=-Dallmende.reference.write=true")
                .hasContent(wanted);
    }

    private static String reference() {
        String verbs = HelpTest.verbs()
                .map(verb -> "## " + verb.getCommandSpec().qualifiedName() + "\n\n```text\n" + usage(verb) + "```\n")
                .collect(Collectors.joining("\n"));
        return """
                # The command line

                What `allmende VERB --help` prints, for all verbs. A test keeps this page as it is.

                """
                + "```text\n" + Said.by("--help").out() + "```\n\n" + verbs;
    }

    private static String usage(CommandLine verb) {
        return verb.getUsageMessage(CommandLine.Help.Ansi.OFF);
    }
}

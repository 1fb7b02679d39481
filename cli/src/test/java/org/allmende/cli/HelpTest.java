package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {
    @ParameterizedTest
    @MethodSource("verbs")
    void everyVerbTeachesByAnExampleOfItself(CommandLine verb) {
        String name = verb.getCommandSpec().qualifiedName();
        String footer = String.join("\n", verb.getCommandSpec().usageMessage().footer());
        assertThat(footer).contains("Example").contains("  " + name);
        assertThat(verb.getCommandSpec().usageMessage().header()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void everyOptionSaysWhatItIsFor(CommandLine verb) {
        assertThat(verb.getCommandSpec().options().stream().filter(option -> option.description().length == 0))
                .extracting(OptionSpec::longestName)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void everyVerbShowsItsHelp(CommandLine verb) {
        String[] words = (verb.getCommandSpec().qualifiedName() + " --help").substring("allmende ".length()).split(" ");
        Said said = Said.by(words);
        said.ends(Exit.OK);
        assertThat(said.out()).startsWith(verb.getCommandSpec().usageMessage().header()[0]);
        assertThat(said.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }

    @Test
    void withoutAVerbItShowsThemAll() {
        Said said = Said.by();
        said.ends(Exit.USAGE);
        assertThat(said.out()).contains("up ", "down ", "status ", "kv ", "drill ", "Exit codes: 0 done");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            statsu             | there is no verb 'allmende statsu'          | allmende status
            kv got             | there is no verb 'allmende kv got'          | allmende kv get
            kv get             | Missing required parameter: 'KEY'           | allmende kv get --help
            kv get a b         | Unmatched argument at index 3: 'b'          | allmende kv get --help
            up --nodse 4       | Unknown options: '--nodse', '4'             | allmende up --help
            up --nodes many    | Invalid value for option '--nodes'          | allmende up --help
            """)
    void whatIsNotUnderstoodIsSaidWithWhatToTry(String words, String message, String advice) {
        Said said = Said.by(words.split(" "));
        said.ends(Exit.USAGE);
        assertThat(said.err()).contains(message).contains("try: " + advice);
    }

    @Test
    void bashUnderstandsTheCompletion(@TempDir Path folder) throws Exception {
        Path script = folder.resolve("completion");
        Files.writeString(script, Said.by("completion").out());
        Process bash = new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start();
        assertThat(bash.waitFor()).isZero();
        assertThat(script).content().contains("--port-base");
    }

    static Stream<CommandLine> verbs() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return leaves(Allmende.commandLine(new Screen(InputStream.nullInputStream(), nowhere, nowhere, false)));
    }

    private static Stream<CommandLine> leaves(CommandLine command) {
        Stream<CommandLine> below = command.getSubcommands().values().stream().flatMap(HelpTest::leaves);
        return command.getCommand() instanceof Callable<?> ? Stream.concat(Stream.of(command), below) : below;
    }
}

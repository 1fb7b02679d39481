package org.allmende.consensus.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The table in the reference is what the scenarios say: written by this test when asked to, and never out of date. */
class ReferenceTest {
    private static final Path REFERENCE = Path.of("..", "..", "docs", "reference", "conformance.md");
    private static final List<Engine> ENGINES = List.of(new HashgraphEngine(), new SoloEngine());

    @Test
    void thePageIsWhatTheScenariosSay() throws IOException {
        String wanted = page();
        if (Boolean.getBoolean("allmende.reference.write")) {
            Files.writeString(REFERENCE, wanted);
        }
        assertThat(REFERENCE)
                .as("run: mvn -pl consensus/conformance -am test -Dtest=ReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dsurefire.extra=-Dallmende.reference.write=true")
                .hasContent(wanted);
    }

    private static String page() {
        String rows = Stream.of(ConformanceSuite.class, FaultScenarios.class)
                .flatMap(scenarios -> Arrays.stream(scenarios.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Scenario.class))
                .sorted(Comparator.comparingInt(method -> method.getAnnotation(Order.class).value()))
                .map(ReferenceTest::row)
                .collect(Collectors.joining());
        return """
                # What every engine is held to

                Each engine runs these scenarios with real processes, real disks, `kill -9` and `SIGSTOP`:
                %s. A test keeps this page as it is.

                | scenario | what is promised | %s |
                |---|---|%s
                """
                        .formatted(
                                ENGINES.stream()
                                        .map(engine -> engine.name() + " with " + engine.nodes()
                                                + (engine.nodes() == 1 ? " process" : " processes"))
                                        .collect(Collectors.joining(", ")),
                                ENGINES.stream().map(Engine::name).collect(Collectors.joining(" | ")),
                                "---|".repeat(ENGINES.size()))
                + rows
                + """

                After each, everything that any process has ever said is held against what must hold at all times:

                1. A process goes through the heights without a gap and never back, and agreed time never goes back.
                2. At one height all say the same time, the same transactions in the same order, and the same state, whether they
                   applied it, replayed it, or took it over.
                3. No height that a process had said when it ended is lost: who lives is at least there. What a node has applied is
                   what was acknowledged.
                4. A transaction is applied at one height only, however often it comes. An engine brings it at least once.
                5. What a living process has accepted came in a round, or its validity has passed.

                `PlantedFaultsTest` plants an engine that skips, reorders, loses, also under load, and forgets, and sees each
                found; `PlantedFaultsOnHashgraphTest` a machine that diverges silently, one transaction that all swallow, and
                one that is lost. None of this sees what was written and not synced, since a killed process leaves it to the
                system: that is [INV-007](../invariants/INV-007-receipts-survive.md). How to run all this, and one scenario again:
                [CONTRIBUTING](../../CONTRIBUTING.md).
                """;
    }

    private static String row(Method method) {
        Scenario scenario = method.getAnnotation(Scenario.class);
        String engines = ENGINES.stream()
                .map(engine -> engine.nodes() == 1 && !scenario.aloneBecause().isEmpty()
                        ? "skipped: " + scenario.aloneBecause()
                        : engine.nodes() > 1 || scenario.aloneMeans().isEmpty() ? "yes" : "yes: " + scenario.aloneMeans())
                .collect(Collectors.joining(" | "));
        return "| `" + method.getName() + "` | " + scenario.promise() + " | " + engines + " |\n";
    }
}

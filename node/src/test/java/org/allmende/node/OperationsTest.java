package org.allmende.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is offered to operators in {@code operations/} fits what a node really tells, and what is documented. */
class OperationsTest {
    private static final Path ROOT = Path.of("..");
    private static final Path ALERTS = ROOT.resolve("operations/prometheus/alerts.yaml");
    private static final Path DASHBOARD = ROOT.resolve("operations/grafana/allmende.json");

    /** Names that a node has; what node_exporter tells has its own prefixes. */
    private static final Pattern OURS =
            Pattern.compile("\\b(?:allmende|etcd|jvm|process|grpc)_[a-z0-9_]+\\b");

    private static final Pattern VALUE = Pattern.compile("\\b(?:state|answer|quantile)=\"[a-z_0-9.]+\"");
    private static final Pattern RUNBOOK = Pattern.compile("(docs/how-to/[a-z-]+\\.md)#([a-z0-9-]+)$");

    @TempDir
    static Path dir;

    private static String exposed = "";
    private static Set<String> names = Set.of();

    @BeforeAll
    static void askANode() throws Exception {
        try (LoneNode node = LoneNode.start(dir, LogFormat.TEXT)) {
            // What counts answers has counted none before the first.
            node.metrics();
            exposed = node.metrics();
            node.stop();
        }
        names = exposed.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
    }

    @Test
    void alertsAskForWhatANodeTells() throws Exception {
        assertThat(expressionsOfAlerts()).hasSizeGreaterThan(15);
        assertThat(unknown(expressionsOfAlerts())).as("not told by any node").isEmpty();
    }

    @Test
    void theDashboardAsksForWhatANodeTells() {
        List<String> expressions = expressionsOfDashboard();
        assertThat(expressions).hasSizeGreaterThan(10);
        assertThat(unknown(expressions)).as("not told by any node").isEmpty();
    }

    @Test
    void noStateAnswerOrQuantileIsAskedForThatThereIsNot() throws Exception {
        List<String> all = new ArrayList<>(expressionsOfAlerts());
        all.addAll(expressionsOfDashboard());
        assertThat(all.stream().flatMap(text -> VALUE.matcher(text).results()).map(MatchResult::group))
                .isNotEmpty()
                .allSatisfy(value -> assertThat(exposed).contains(value));
    }

    @Test
    void eachAlertSaysHowBadItIsAndWhatToDo() throws Exception {
        assertThat(alerts()).isNotEmpty().allSatisfy(alert -> {
            assertThat(map(alert.get("labels")).get("severity")).isIn("critical", "warning");
            Map<?, ?> annotations = map(alert.get("annotations"));
            assertThat((String) annotations.get("summary")).as("%s", alert.get("alert")).isNotBlank();
            String runbook = (String) annotations.get("runbook");
            assertThat(runbook).as("the runbook of %s", alert.get("alert")).isNotBlank().doesNotContain("\n");
            Matcher place = RUNBOOK.matcher(runbook);
            assertThat(place.find()).as("%s names its section", runbook).isTrue();
            assertThat(sections(place.group(1))).contains(place.group(2));
        });
    }

    private static Set<String> unknown(List<String> expressions) {
        return expressions.stream()
                .flatMap(text -> OURS.matcher(text).results())
                .map(MatchResult::group)
                .filter(name -> !names.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> expressionsOfAlerts() throws Exception {
        return alerts().stream().map(alert -> (String) alert.get("expr")).toList();
    }

    private static List<Map<?, ?>> alerts() throws Exception {
        Map<?, ?> file = map(new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(ALERTS)));
        List<Map<?, ?>> alerts = new ArrayList<>();
        for (Object group : list(file.get("groups"))) {
            list(map(group).get("rules")).forEach(rule -> alerts.add(map(rule)));
        }
        return alerts;
    }

    private static Map<?, ?> map(@Nullable Object node) {
        return (Map<?, ?>) Objects.requireNonNull(node);
    }

    private static List<?> list(@Nullable Object node) {
        return (List<?>) Objects.requireNonNull(node);
    }

    private static List<String> expressionsOfDashboard() {
        JsonNode dashboard = new JsonMapper().readTree(DASHBOARD.toFile());
        return dashboard.findValuesAsString("expr");
    }

    /** The anchors of a page's headings, as they are linked to. */
    private static Set<String> sections(String page) throws Exception {
        return Files.readAllLines(ROOT.resolve(page)).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(title -> title.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}

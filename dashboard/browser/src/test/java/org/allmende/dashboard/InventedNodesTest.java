package org.allmende.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jspecify.annotations.Nullable;

/** What the page says of nodes that lie, that talk nonsense, that are many or one, or in states that are rare. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InventedNodesTest {
    private static final double PATIENCE_MILLIS = 30_000;
    private static final Path TARGET = Path.of("target");
    private static final String RIGHT_TO_LEFT = "\u202e";

    private @Nullable Chromium chromium;
    private final List<Visit> visits = new ArrayList<>();

    @BeforeAll
    void start() {
        chromium = Chromium.launch();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    @AfterAll
    void stop() {
        try (Chromium _ = chromium) {
            visits.clear();
        }
    }

    @AfterEach
    void nothingWentWrongInTheBrowser() {
        List<String> faults = visits.stream().flatMap(visit -> visit.faults().stream()).toList();
        visits.forEach(Visit::close);
        visits.clear();
        assertThat(faults).isEmpty();
    }

    // ---- one node against the others

    @Test
    void oneThatLiesOfItsHeightAndTimeChangesNothingThatIsSaidOfOthers() {
        InventedNetwork network = four();
        network.node("bela").off(1_000_000, 3_600_000);
        Visit visit = open(network);
        assertThat(visit.node("bela")).hasAttribute("data-state", "ahead");
        assertThat(visit.node("bela").locator(".why")).containsText("nodes with more than a third of the weight have not come near");
        assertThat(visit.at("#headline")).hasText("Three of four nodes agree.");
        assertThat(visit.at("#survives")).containsText("Node bela says what no other bears out.");
        for (String honest : List.of("anna", "chloe", "dario")) {
            assertThat(visit.node(honest)).hasAttribute("data-state", "level");
            assertThat(visit.node(honest).locator("dd").nth(1)).not().containsText("behind");
        }
        assertThat(visit.at(".events tbody")).not().containsText("is behind");

        List.of("anna", "chloe", "dario").forEach(honest -> network.node(honest).frozenAt(5_000));
        assertThat(visit.at("#headline")).hasText("There are no new heights.");
        List.of("anna", "chloe", "dario").forEach(honest -> network.node(honest).frozenAt(0));
        network.node("bela").off(0, 0);
        whole(visit);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "latest":[        | "latest":{"a":[      | it is no JSON
            "latest":[        | "newest":[           | latest is not a list
            "state":"ORDERING"| "state":"SPLENDID"   | state is not one of
            "stateHash":"0    | "stateHash":"zz0     | stateHash is not a hash
            "height":         | "height":-           | height is not a whole number
            "ordering":{      | "ordering":[],"o":{  | ordering is not an object
            "medianMicros":2  | "medianMicros":"2",":":2 | ordering.medianMicros is not a time
            "uptimeMillis":   | "uptime":            | uptimeMillis is not a whole number
            """)
    void nonsenseIsToldAsSuchAndStopsNothing(String text, String instead, String problem) {
        InventedNetwork network = four();
        network.node("bela").saysInstead(text, instead);
        Visit visit = open(network);
        assertThat(visit.node("bela")).hasAttribute("data-state", "malformed");
        assertThat(visit.node("bela").locator(".why")).containsText("Its answer cannot be read: " + problem);
        assertThat(visit.node("bela").locator(".why")).containsText("Look into its log");
        assertThat(visit.at("#headline")).hasText("Three of four nodes agree.");
        assertThat(visit.at("#survives")).containsText("Node bela answers what cannot be read.");
        assertThat(chart(visit, "Writes a second")).hasText(Pattern.compile("^\\d+$"));
        assertThat(visit.at(".events tbody")).not().containsText("Node bela");
    }

    // ---- states

    @Test
    void eachStateOfANodeHasItsWordsAndCanBeRead() {
        InventedNetwork network = quiet("anna", "bela", "chloe", "dario", "emil", "fanny", "gabor");
        network.node("bela").off(-900, -60_000);
        network.node("chloe").says("CATCHING_UP", "replays its events");
        network.node("dario").says("HALTED", "stopped with evidence");
        network.node("emil").gone(true);
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(1280, 390)) {
                Visit visit = open(network, width, scheme);
                for (List<String> each : List.of(
                        List.of("anna", "level", ""),
                        List.of("bela", "behind", "not up to date"),
                        List.of("chloe", "catching-up", "replays its events"),
                        List.of("dario", "halted", "stopped with evidence"),
                        List.of("emil", "silent", "nothing answers at its address"))) {
                    assertThat(visit.node(each.get(0))).hasAttribute("data-state", each.get(1));
                    assertThat(visit.node(each.get(0)).locator(".why")).containsText(each.get(2));
                }
                assertThat(visit.at("#headline")).hasText("The network stands still.");
                assertThat(visit.at("#survives")).containsText(
                        "Node emil does not answer; node dario has halted; node chloe is catching up; node bela is behind.");
                assertThat(visit.at("#lose")).hasText("–");
                Looks.areReadable(visit);
                Looks.areNamed(visit);
                visit.keepPicture(TARGET.resolve("states-" + width + "-" + scheme + ".png"), true);
            }
        }
    }

    @Test
    void whatIsOldCanBeRead() {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            InventedNetwork network = four();
            Visit visit = open(network, 1280, scheme);
            whole(visit);
            assertThat(chart(visit, "Writes a second")).hasText(Pattern.compile("^\\d+$"));
            List.of("anna", "bela", "chloe", "dario").forEach(name -> network.node(name).gone(true));
            assertThat(visit.at("html")).hasAttribute("data-stale", "true");
            Looks.areReadable(visit);
            visit.keepPicture(TARGET.resolve("old-" + scheme + ".png"), true);
        }
    }

    @Test
    void oneNodeAloneIsANetworkThatCanLoseNothing() {
        Visit visit = open(quiet("anna"));
        assertThat(visit.at("#headline")).hasText("The one node is up.");
        assertThat(visit.at("#survives")).hasText("It goes on, and can lose none.");
        assertThat(visit.at("#lose")).hasText("0");
        assertThat(visit.node("anna")).hasAttribute("data-state", "level");
    }

    @Test
    void sevenNodesSurviveTheLossOfAnyTwoAndEachHasALineOfItsOwn() {
        Visit visit = open(quiet("anna", "bela", "chloe", "dario", "emil", "fanny", "gabor"));
        assertThat(visit.at("#headline")).hasText("All seven nodes agree.");
        assertThat(visit.at("#survives"))
                .hasText("Survives the loss of any two of: anna, bela, chloe, dario, emil, fanny, gabor.");
        assertThat(visit.at("#lose")).hasText("2");
        assertThat(visit.at(".chart").last().locator(".legend li")).hasCount(7);
    }

    @Test
    void unequalWeightsAreToldAsWhatTheyAre() {
        InventedNetwork network = quiet("anna", "bela", "chloe", "dario", "emil");
        network.node("anna").weighing(3);
        Visit visit = open(network);
        assertThat(visit.at("#headline")).hasText("All five nodes agree.");
        assertThat(visit.at("#survives")).hasText("Survives the loss of any one of: bela, chloe, dario, emil; not of anna.");
        assertThat(visit.at("#lose")).hasText("0");
        Locator nodes = visit.at(".fates tbody tr").first().locator("td");
        assertThat(nodes.first()).hasText("bela, chloe, dario, emil");
        assertThat(nodes.last()).hasText("anna");
    }

    // ---- what others wrote

    @Test
    void labelsCannotHideOrTurnAroundWhatStandsBesideThem() {
        InventedNetwork network = four();
        network.node("anna").run("Op\u00ad" + RIGHT_TO_LEFT, "<b>P\u3164", "r\u061c", "\u05d3\u05d4");
        network.node("bela").says("HALTED", "why" + RIGHT_TO_LEFT + "<i>");
        network.node("chloe").saysInstead("\"node\":\"chloe\"", "\"node\":\"chl" + RIGHT_TO_LEFT + "oe\"");
        Visit visit = open(network);
        Locator provider = visit.at(".provider").first();
        assertThat(provider.locator("h3")).hasText("<b>P\\u3164");
        assertThat(provider.locator("h4")).hasText("r\\u061c, \u05d3\u05d4");
        assertThat(provider.locator(".operator")).hasText("Op\\u00ad\\u202e");
        assertThat(visit.node("bela").locator(".why")).hasText("why\\u202e<i>");
        assertThat(visit.node("chloe").locator(".why")).containsText("another node at its address: chl\\u202eoe");
        assertThat(visit.at(".fates")).containsText("Op\\u00ad\\u202e");
        assertThat((Boolean) visit.page.evaluate("() => /[\\u00ad\\u061c\\u202e\\u3164]/.test(document.body.textContent)"))
                .isFalse();
    }

    @Test
    void theLongestNamesFitAPhone() {
        String longest = "n".repeat(64);
        InventedNetwork network = quiet("anna", "bela", "chloe", longest);
        network.node(longest).run("O".repeat(64), "P".repeat(64), "R".repeat(64), "J".repeat(64));
        network.node("bela").run("O".repeat(64), "P".repeat(64), "R".repeat(64), "J".repeat(64));
        Visit visit = open(network, 360, ColorScheme.LIGHT);
        whole(visit);
        assertThat(visit.at("#heavy")).containsText("P".repeat(64));
        Looks.areReadable(visit);
        visit.keepPicture(TARGET.resolve("longest.png"), true);
    }

    // ---- a tab that nobody looked at

    @Test
    void aTabThatIsLookedAtAgainShowsNoFalseAlarmAndDrawsInsideItsCharts() {
        InventedNetwork network = four();
        Visit visit = unopened(network);
        visit.page.clock().install();
        network.open(visit);
        whole(visit);
        assertThat(chart(visit, "Writes a second")).hasText(Pattern.compile("^\\d+$"));
        look(visit, false);
        visit.page.clock().fastForward(30 * 60_000);
        look(visit, true);
        assertThat(visit.at(".plot").first()).hasAttribute("aria-valuemax", Pattern.compile("^[1-9]$"));
        assertThat(visit.at(".events tbody")).not().containsText(Pattern.compile("does not answer|is behind"));
        assertThat((Boolean) visit.page.evaluate("""
                () => [...document.querySelectorAll('.plot')].every(plot => {
                  const card = plot.getBoundingClientRect();
                  return [...plot.querySelectorAll('path')].map(path => path.getBoundingClientRect())
                    .every(path => path.left >= card.left && path.right <= card.right + 1);
                })""")).as("every line within its chart").isTrue();
    }

    private static void look(Visit visit, boolean visible) {
        visit.page.evaluate("""
                hidden => {
                  Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
                  document.dispatchEvent(new Event('visibilitychange'));
                }""", !visible);
    }

    // ---- events

    @Test
    void aLevelNodeThatRefusesItsStreamIsLeftForAnother() {
        InventedNetwork network = four()
                .streaming("bela.invalid/v1/events", event("5001-0", "{\"type\":\"compacted\",\"keyspace\":\"told\",\"revision\":7}"));
        Visit visit = open(network);
        assertThat(visit.at(".events tbody")).containsText("told: what was before revision 7 is given up");
        assertThat(visit.node("anna")).hasAttribute("data-state", "level");
    }

    @Test
    void whatCannotBeAnEventIsNotOneAndADelegationSaysUntilWhichDay() {
        InventedNetwork network = four()
                .streaming("anna.invalid/v1/events", event("99999999-0", "{\"type\":\"compacted\",\"keyspace\":\"far\",\"revision\":7}"))
                .streaming("bela.invalid/v1/events", "id: 5001-0\ndata: {\"event\":\n\n")
                .streaming("chloe.invalid/v1/events", event("5001-1",
                        "{\"type\":\"delegated\",\"owner\":\"0123456789\",\"to\":\"abcdef0123\",\"untilMillis\":1900000000000}"));
        Visit visit = open(network);
        assertThat(visit.at(".events tbody"))
                .containsText(Pattern.compile("lets account abcdef01… act for it until 2030-03-1\\d \\d\\d:46:40"));
        assertThat(visit.at(".events tbody")).not().containsText("far");
    }

    private static String event(String place, String event) {
        return "id: " + place + "\ndata: {\"place\":{\"height\":5001,\"index\":0},\"timeMillis\":1700000000000,\"event\":"
                + event + "}\n\n";
    }

    // ---- keys

    @Test
    void withoutAQuorumAReadThatNeedsOneSaysWhatTheNodeSaid() {
        InventedNetwork network = four().answering("consistency=linearizable", 503,
                "{\"status\":503,\"reason\":\"NO_BARRIER\",\"title\":\"No view\",\"detail\":\"the barrier was not ordered\",\"advice\":\"try again\"}");
        Visit visit = open(network);
        visit.at("#consistency").selectOption("linearizable");
        assertThat(told(visit)).hasText("dario: the barrier was not ordered. What to do: try again.");
        visit.at("#consistency").selectOption("local");
        assertThat(told(visit)).containsText("No keys, as of height 1");
        visit.forgiveAll("the server responded with a status of 503");
    }

    @Test
    void bytesThatAreNoTextAreSearchedAsTheyAreShown() {
        InventedNetwork network = four()
                .answering("/range?", 200, range("", ""))
                .answering("key=_wA&rangeEnd=_wE", 200, range("/wAB", null))
                .answering("key=_wAB&consistency", 200, range("/wAB", null));
        Visit visit = open(network);
        assertThat(visit.at(".keys .empty")).containsText("No keys yet");
        visit.at("#prefix").fill("0xff00");
        assertThat(visit.at(".key")).hasText("0xff0001");
        visit.at(".key").click();
        assertThat(visit.at(".detail h3")).hasText("0xff0001");
        assertThat(visit.at(".detail pre")).hasText("000000  ff 00 01");
        visit.at("#prefix").fill("0xffff");
        assertThat(visit.at(".keys .empty")).containsText("type \\u0030x");
    }

    @Test
    void ofAHugeValueTheBeginningIsShownAndItIsSaidSo() {
        String text = "x".repeat(1_000_000);
        String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        InventedNetwork network = four()
                .answering("/range?", 200, range("a2V5", "key").replace("\"value\":\"a2V5\",\"valueText\":\"key\"",
                        "\"value\":\"" + base64 + "\",\"valueText\":\"" + text + "\""));
        Visit visit = open(network);
        visit.at(".key").click();
        assertThat(visit.at(".detail")).containsText("Bytes1,000,000");
        assertThat(visit.at(".detail")).containsText("Shown are the first 65,536 characters");
        assertThat(visit.page.evaluate("() => document.querySelector('.detail pre').textContent.length")).isEqualTo(65_536);
        visit.page.getByLabel("Hex").check();
        assertThat(visit.at(".detail pre")).containsText("003ff0  78 78");
    }

    @Test
    void aPageThatDoesNotComeLeavesTheOneThatIsThere() {
        InventedNetwork network = four()
                .answering("/range?", 200, range("a2V5", "key").replace("\"more\":false,\"count\":1", "\"more\":true,\"count\":51"))
                .answering("revision=7", 400, "{\"detail\":\"revision 7 is given up\",\"advice\":\"search again\"}");
        Visit visit = open(network);
        assertThat(told(visit)).containsText("Keys 1 to 1 of 51");
        for (int i = 0; i < 2; i++) {
            visit.page.getByText("Next").click();
            assertThat(told(visit)).hasText("anna: revision 7 is given up. What to do: search again.");
            assertThat(visit.page.getByText("Next")).isFocused();
        }
        network.answering("revision=7", 200, range("a2V6", "kez"));
        visit.page.getByText("Next").click();
        assertThat(told(visit)).containsText("Keys 51 to 51 of 51");
        visit.page.getByText("Next").focus();
        assertThat(visit.page.getByText("Next")).hasAttribute("aria-disabled", "true");
        assertThat(visit.page.getByText("Previous")).hasAttribute("aria-disabled", "false");
        visit.forgiveAll("the server responded with a status of 400");
    }

    @Test
    void theKeyChosenLastIsShownThoughAnEarlierOneComesLater() {
        List<Route> held = new ArrayList<>();
        InventedNetwork network = four()
                .answering("/range?", 200, two())
                .answering("key=YQ&consistency", (Consumer<Route>) held::add)
                .answering("key=Yg&consistency", 200, range("Yg==", "b"));
        Visit visit = open(network);
        visit.at(".key").first().click();
        assertThat(visit.at(".detail")).hasText("Reading…");
        visit.at(".key").last().click();
        assertThat(visit.at(".detail h3")).hasText("b");
        held.getFirst().fulfill(new Route.FulfillOptions()
                .setHeaders(Map.of("Access-Control-Allow-Origin", "*"))
                .setBody(range("YQ==", "a")));
        visit.page.waitForResponse(response -> response.url().contains("/v1/pulse"), () -> {});
        assertThat(visit.at(".detail h3")).hasText("b");
    }

    @Test
    void aNetworkWithoutKeyspacesSaysSoAndIsAskedAgain() {
        InventedNetwork network = four().answering("/v1/keyspaces?", 200, "{\"keyspaces\":[]}");
        Visit visit = open(network);
        assertThat(told(visit)).containsText("This network has no keyspace yet: its genesis names one");
        network.answering("/v1/keyspaces?", 200, "{\"keyspaces\":[{\"name\":\"late\"}]}");
        assertThat(visit.at("#keyspace")).hasValue("late");
        network.answering("/v1/keyspaces?", 200, "{\"keyspaces\":[{\"name\":\"late\"},{\"name\":\"later\"}]}");
        visit.at("#keyspace").focus();
        assertThat(visit.at("#keyspace option")).hasCount(2);
        assertThat(visit.at("#keyspace")).hasValue("late");
    }

    @Test
    void ofAHistoryThatIsPartlyGivenUpTheRestIsShown() {
        InventedNetwork network = four()
                .answering("/range?", 200, range("YQ==", "a").replace("\"version\":1", "\"version\":3").replace("\"modRevision\":7", "\"modRevision\":9"))
                .streaming("/watch?", "event: compacted\ndata: {\"compactRevision\":8}\n\n")
                .streaming("startRevision=8", change(8, "eight") + change(9, "nine"));
        Visit visit = open(network);
        visit.at(".key").click();
        Locator button = visit.page.getByText("Show its history");
        button.click();
        assertThat(visit.at(".detail")).containsText(
                "3 changes since it was created; the last 2; what was before revision 8 is given up; told by anna.");
        assertThat(visit.at(".detail tbody tr")).hasCount(2);
        assertThat(visit.at(".detail tbody tr").first()).containsText("nine");
        assertThat(button).isFocused();
    }

    @Test
    void ofALongHistoryTheNewestIsReadAndNoMoreThanIsShown() {
        StringBuilder changes = new StringBuilder();
        for (int revision = 99_801; revision <= 100_000; revision++) {
            changes.append(change(revision, "v" + revision));
        }
        InventedNetwork network = four()
                .answering("/range?", 200, range("YQ==", "a").replace("\"version\":1", "\"version\":100000")
                        .replace("\"createRevision\":7", "\"createRevision\":1").replace("\"modRevision\":7", "\"modRevision\":100000"))
                .streaming("/watch?", "")
                .streaming("startRevision=99800", changes.toString());
        Visit visit = open(network);
        visit.at(".key").click();
        visit.page.getByText("Show its history").click();
        assertThat(visit.at(".detail")).containsText("100,000 changes since it was created; the last 200; told by anna.");
        assertThat(visit.at(".detail tbody tr").first()).containsText("v100000");
        assertThat(visit.at(".detail tbody tr")).hasCount(200);
    }

    @Test
    void aKeyOfOneLetterActsOnlyAmongTheKeys() {
        Visit visit = open(four());
        whole(visit);
        visit.page.keyboard().press("/");
        assertThat(visit.at("#prefix")).not().isFocused();
        visit.page.keyboard().press("Tab");
        visit.page.keyboard().press("Enter");
        assertThat(visit.at("#keys")).isFocused();
        visit.page.keyboard().press("/");
        assertThat(visit.at("#prefix")).isFocused();
        visit.page.keyboard().press("/");
        assertThat(visit.at("#prefix")).hasValue("/");
    }

    /** The answer to a range: one key, whose value is itself; none of an empty name. */
    private static String range(String base64, @Nullable String text) {
        String key = "{\"key\":\"" + base64 + "\",\"createRevision\":7,\"modRevision\":7,\"version\":1,\"lease\":0,"
                + (text == null ? "" : "\"keyText\":\"" + text + "\",") + "\"value\":\"" + base64 + "\""
                + (text == null ? "" : ",\"valueText\":\"" + text + "\"") + "}";
        return "{\"height\":9,\"result\":{\"revision\":7,\"keyValues\":[" + (base64.isEmpty() ? "" : key)
                + "],\"more\":false,\"count\":" + (base64.isEmpty() ? 0 : 1) + "}}";
    }

    private static String two() {
        String first = range("YQ==", "a");
        String second = range("Yg==", "b");
        String key = second.substring(second.indexOf('[') + 1, second.indexOf(']'));
        return first.replace("],\"more\":false,\"count\":1", "," + key + "],\"more\":false,\"count\":2");
    }

    private static String change(long revision, String value) {
        String base64 = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        return "id: " + revision + "\ndata: {\"type\":\"page\",\"events\":[{\"kind\":\"PUT\",\"keyValue\":{\"key\":\"YQ==\",\"modRevision\":"
                + revision + ",\"value\":\"" + base64 + "\",\"valueText\":\"" + value + "\"}}]}\n\n";
    }

    // ---- visiting

    private static InventedNetwork four() {
        return quiet("anna", "bela", "chloe", "dario");
    }

    private static InventedNetwork quiet(String... names) {
        return InventedNetwork.of(names).answering("/v1/events", Route::abort);
    }

    private Visit open(InventedNetwork network) {
        return open(network, 1280, ColorScheme.LIGHT);
    }

    private Visit open(InventedNetwork network, int width, ColorScheme scheme) {
        Visit visit = network.open(Objects.requireNonNull(chromium), width, scheme);
        visits.add(visit);
        return visit;
    }

    private Visit unopened(InventedNetwork network) {
        Visit visit = network.unopened(Objects.requireNonNull(chromium), 1280, ColorScheme.LIGHT);
        visits.add(visit);
        return visit;
    }

    private static void whole(Visit visit) {
        assertThat(visit.at("#headline")).hasText("All four nodes agree.");
        assertThat(visit.at("#lose")).hasText("1");
    }

    private static Locator told(Visit visit) {
        return visit.at("#keys .note").first();
    }

    private static Locator chart(Visit visit, String title) {
        return visit.at(".chart").filter(new Locator.FilterOptions().setHasText(title)).locator(".readout");
    }
}

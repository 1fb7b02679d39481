package org.allmende.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page says of nodes that lie, that talk nonsense, that are many or one, or in states that are rare. */
class InventedNodesTest extends InventedVisits {
    private static final String RIGHT_TO_LEFT = "\u202e";

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
}

package org.allmende.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

/** What the browser of keys makes of answers that are refused, late, huge, of bytes that are no text, or partly given up. */
class InventedKeysTest extends InventedVisits {
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
}

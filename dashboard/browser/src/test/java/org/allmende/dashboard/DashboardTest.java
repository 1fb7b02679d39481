package org.allmende.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jspecify.annotations.Nullable;

/** What the page says of a network of four processes, and goes on saying while they are killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardTest {
    private static final double PATIENCE_MILLIS = 90_000;
    private static final Path TARGET = Path.of("target");

    /** More than an idle network's one in five seconds. */
    private static final Pattern ONE_OR_MORE = Pattern.compile("^[1-9][\\d,.]*$");

    private static final String RISES = """
            () => [0, 2].map(i => document.querySelectorAll('.plot')[i]).every(plot => {
              const floor = Number(plot.querySelector('.grid').getAttribute('y1'));
              const heights = [...plot.querySelectorAll('.line')].flatMap(line =>
                line.getAttribute('d').slice(1).split('L').map(point => floor - Number(point.split(',')[1])));
              return heights.length > 0 && Math.max(...heights) > 10;
            })""";

    private @Nullable Chromium chromium;
    private @Nullable LiveNetwork network;
    private final List<Visit> visits = new ArrayList<>();

    @RegisterExtension
    final AfterTestExecutionCallback keepPicturesOfFailures = context -> {
        if (context.getExecutionException().isPresent()) {
            for (int i = 0; i < visits.size(); i++) {
                String name = "failed-" + context.getRequiredTestMethod().getName() + "-" + i + ".png";
                visits.get(i).keepPicture(TARGET.resolve(name), true);
                System.err.println("what the browser showed: dashboard/browser/" + TARGET.resolve(name));
            }
        }
    };

    @BeforeAll
    void start() throws Exception {
        chromium = Chromium.launch();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        network = LiveNetwork.start(TARGET.resolve("network-" + ProcessHandle.current().pid()));
        Load.write(network(), "greeting", "hello");
    }

    @AfterAll
    void stop() throws Exception {
        try (Chromium _ = chromium;
                LiveNetwork _ = network) {
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

    // ---- what it says

    @Test
    void saysHowTheNetworkIsAndWhatItCanLose() throws Exception {
        Visit visit = visit();
        wholeAgain(visit);
        assertThat(visit.at("#survives")).hasText("Survives the loss of any one of: anna, bela, chloe, dario.");
        assertThat(visit.page).hasTitle("All four nodes agree – rehearsal");
        assertThat(visit.at(".rehearsal-note")).isVisible();
        assertThat(visit.at("#fresh")).containsText("live, 4 of 4 answer");

        Locator duna = visit.at(".provider").nth(1);
        assertThat(duna.locator("h3")).hasText("Duna Cloud");
        assertThat(duna.locator("h4")).hasText("budapest, HU");
        assertThat(duna.locator(".node")).containsText(Pattern.compile("bela.*level.*Béla Barta.*1 of 4"));
        assertThat(visit.at(".fates tbody tr")).hasCount(5);
        assertThat(visit.at(".fates tbody tr").nth(3)).containsText("DE, HU, FR, IT");
        assertThat(visit.at("footer")).containsText("came from node anna of network rehearsal");
    }

    @Test
    void withoutScriptsItSaysWhichNodeThisIsAndWhatCanBeAsked() throws Exception {
        try (var context = chromium().browser()
                .newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = context.newPage();
            page.navigate(network().addresses().getFirst() + "/");
            assertThat(page.locator("noscript p")).isVisible();
            assertThat(page.locator("footer")).containsText("node anna");
            page.locator("summary").click();
            assertThat(page.getByText("POST /v1/transactions", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
        }
    }

    @Test
    void aNodeWithAnotherStateIsMarked() throws Exception {
        Visit visit = unopened();
        visit.page.route(network().address("bela") + "/v1/pulse", route -> answerWith(route, "\"stateHash\":\".{8}", "\"stateHash\":\"ffffffff"));
        open(visit);
        assertThat(visit.node("bela")).hasAttribute("data-state", "disagrees");
        assertThat(visit.node("bela").locator(".why")).containsText("it has another state than most of the weight");
        assertThat(visit.at("#headline")).hasText("Three of four nodes agree.");
        assertThat(visit.at("#survives")).containsText("Node bela has another state than the others.");
        assertThat(visit.node("anna")).hasAttribute("data-state", "level");
    }

    @Test
    void aNodeThatLiesOfItsHeightAndTimeMakesNoOtherOneBehind() throws Exception {
        Visit visit = unopened();
        visit.page.route(network().address("bela") + "/v1/pulse", route -> answerWith(
                route, "\"height\":", "\"height\":9", "\"agreedTimeMillis\":", "\"agreedTimeMillis\":9"));
        open(visit);
        assertThat(visit.node("bela")).hasAttribute("data-state", "ahead");
        assertThat(visit.at("#headline")).hasText("Three of four nodes agree.");
        assertThat(visit.at("#lose")).hasText("0");
        for (String honest : List.of("anna", "chloe", "dario")) {
            assertThat(visit.node(honest)).hasAttribute("data-state", "level");
        }
        assertThat(chart(visit, "Heights behind")).hasText("none");
    }

    @Test
    void aNodeThatBabblesIsToldAsSuch() throws Exception {
        Visit visit = unopened();
        visit.page.route(network().address("bela") + "/v1/pulse", route -> answerWith(route, "\"latest\":", "\"latest\":7,\"x\":"));
        open(visit);
        assertThat(visit.node("bela")).hasAttribute("data-state", "malformed");
        assertThat(visit.at("#headline")).hasText("Three of four nodes agree.");
    }

    @Test
    void whoHoldsAThirdOfTheWeightIsNamed() throws Exception {
        Visit visit = unopened();
        visit.page.route(network().address("anna") + "/v1/network", route -> answerWith(route, "Duna Cloud", "Nordlicht Hosting"));
        open(visit);
        assertThat(visit.at("#heavy")).hasText("Provider Nordlicht Hosting holds a third of the weight or more: without, "
                + "the network stands still. Here it is made up.");
        Locator provider = visit.at(".fates tbody tr").nth(1);
        assertThat(provider.locator("td").first()).hasText("Garonne Machines, Lago Servers");
        assertThat(provider.locator("td").last()).hasText("Nordlicht Hosting");
        assertThat(visit.at(".provider")).hasCount(3);
        visit.keepPicture(TARGET.resolve("a-third.png"), true);
        assertThat(visit.at("#lose")).hasText("1");
    }

    @Test
    void aNodeInsteadOfAnotherIsNotBelieved() throws Exception {
        Visit visit = unopened();
        visit.page.route(network().address("bela") + "/v1/pulse", route -> answerWith(route, "\"node\":\"bela\"", "\"node\":\"mallory\""));
        open(visit);
        assertThat(visit.node("bela")).hasAttribute("data-state", "silent");
        assertThat(visit.node("bela").locator(".why")).containsText("another node at its address: mallory");
    }

    // ---- what flows

    @Test
    void showsWritesLatencyAndEventsAsTheyFlow() throws Exception {
        Visit visit = visit();
        try (Load _ = Load.on(network(), 4, 100)) {
            assertThat(chart(visit, "Writes a second")).hasText(ONE_OR_MORE);
            assertThat(chart(visit, "Commit latency")).containsText(Pattern.compile("half within .* m?s · 99 of 100 within"));
            assertThat(chart(visit, "Rounds a second")).hasText(ONE_OR_MORE);
            assertThat((Boolean) visit.page.evaluate(RISES)).as("the lines of writes and rounds rise above nothing").isTrue();
            assertThat(visit.at(".events tbody")).containsText(Pattern.compile("default: \\d+ changes of keys, revisions"));
            assertThat(visit.at("#events .note")).hasText(Pattern.compile("Told by (anna|bela|chloe|dario)\\."));
        }
        Locator plot = visit.at(".plot").first();
        plot.focus();
        visit.page.keyboard().press("Home");
        visit.page.keyboard().press("ArrowRight");
        assertThat(plot).hasAttribute("aria-valuenow", "1");
        assertThat(plot).hasAttribute("aria-valuetext", Pattern.compile("\\d\\d:\\d\\d:\\d\\d: .*"));
    }

    @Test
    void eventsAreToldByAnotherNodeWhenALevelOneRefusesThem() throws Exception {
        Visit visit = unopened();
        visit.page.route(network().address("anna") + "/v1/events?*", Route::abort);
        open(visit);
        assertThat(visit.at("#events .note")).hasText(Pattern.compile("Told by (bela|chloe|dario)\\."));
        Load.write(network(), "told/by-another", "now");
        assertThat(visit.at(".events tbody")).containsText("default: ");
        assertThat(visit.node("anna")).hasAttribute("data-state", "level");
    }

    // ---- keys

    @Test
    void aKeyIsFoundAndReadWithTheKeyboardAlone() throws Exception {
        for (int i = 1; i <= 3; i++) {
            Load.write(network(), "found/by-keyboard", "{\"version\":" + i + "}");
        }
        Visit visit = visit();
        assertThat(visit.at("#keys .note").first()).containsText("told by ");
        tabTo(visit, ".skip");
        visit.page.keyboard().press("Enter");
        visit.page.keyboard().press("/");
        assertThat(visit.at("#prefix")).isFocused();
        visit.page.keyboard().type("found/");
        assertThat(visit.at(".key")).hasCount(1);
        assertThat(visit.at("#keys .note").first()).containsText(Pattern.compile("One key, as of height \\d+, revision \\d+"));
        tabTo(visit, ".key");
        visit.page.keyboard().press("Enter");
        assertThat(visit.at(".detail h3")).hasText("found/by-keyboard");
        assertThat(visit.at(".detail pre")).hasText("{\n  \"version\": 3\n}");
        assertThat(visit.at(".detail .facts")).containsText("Version3");
        tabTo(visit, ".detail input:checked");
        visit.page.keyboard().press("ArrowRight");
        assertThat(visit.at(".detail pre")).containsText("000000  7b 22 76 65 72 73 69 6f 6e");
        tabTo(visit, ".detail button");
        visit.page.keyboard().press("Enter");
        assertThat(visit.at(".detail")).containsText("3 changes since it was created");
        assertThat(visit.at(".detail tbody tr")).hasCount(3);
        assertThat(visit.at(".detail tbody tr").last()).containsText("{\"version\":1}");
    }

    @Test
    void whatOthersWroteIsShownAsTextAndNeverRun() throws Exception {
        String evil = "evil/<img src=x onerror=document.title=1>\u202e";
        Load.write(network(), evil, "<script>document.title='run'</script>");
        Visit visit = visit();
        search(visit, "evil/", 1);
        visit.at(".key").click();
        assertThat(visit.at(".key")).hasText("evil/<img src=x onerror=document.title=1>\\u202e");
        assertThat(visit.at(".detail pre")).hasText("<script>document.title='run'</script>");
        assertThat(visit.at(".detail img, .detail script")).hasCount(0);
        Object refused = visit.page.evaluate(
                "() => { try { document.body.innerHTML = '<b>markup</b>'; return 'taken'; } catch { return 'refused'; } }");
        assertThat(refused).isEqualTo("refused");
        visit.forgive("This document requires 'TrustedHTML' assignment");
    }

    @Test
    void manyKeysArePaged() throws Exception {
        for (int i = 0; i < 53; i++) {
            Load.write(network(), "paged/" + (100 + i), "");
        }
        Visit visit = visit();
        visit.at("#prefix").fill("paged/");
        assertThat(visit.at("#keys .note").first()).containsText("Keys 1 to 50 of 53, as of height");
        visit.page.getByText("Next").click();
        assertThat(visit.at("#keys .note").first()).containsText("Keys 51 to 53 of 53");
        assertThat(visit.at(".key").first()).hasText("paged/150");
        assertThat(visit.page.getByText("Next")).isDisabled();
        visit.page.getByText("Previous").click();
        assertThat(visit.at(".key").first()).hasText("paged/100");
        visit.at("#consistency").selectOption("linearizable");
        assertThat(visit.at("#keys .note").first()).containsText("Keys 1 to 50 of 53");
        visit.at("#prefix").fill("nobody/has/this");
        assertThat(visit.at(".keys .empty")).containsText("No key begins like this");
    }

    // ---- nodes killed under its eyes

    @Test
    void goesOnWhenTheNodeThatServedItIsKilledAndSaysHowMuchIsLost() throws Exception {
        Visit visit = visit();
        wholeAgain(visit);
        network().kill("anna");
        assertThat(visit.at("#headline")).hasText("Three of four nodes agree.");
        assertThat(visit.at("#survives")).hasText("It goes on, and can lose none until more come back. Node anna does not answer.");
        assertThat(visit.at("#lose")).hasText("0");
        assertThat(visit.node("anna")).hasAttribute("data-state", "silent");
        assertThat(visit.node("anna").locator(".seen")).containsText(Pattern.compile("answered \\d.* ago"));
        assertThat(visit.at(".fates tbody tr").first()).containsText("bela, chloe, dario");
        assertThat(visit.at(".events tbody")).containsText("Node anna does not answer (seen from this browser)");
        Load.write(network(), "after/the-first-loss", "still here");
        search(visit, "after/", 1);
        assertThat(visit.at(".key")).hasText("after/the-first-loss");
        assertThat(visit.at("#events .note")).hasText(Pattern.compile("Told by (bela|chloe|dario)\\."));
        visit.keepPicture(TARGET.resolve("one-lost.png"), true);

        network().kill("bela");
        assertThat(visit.at("#headline")).hasText("The network stands still.");
        assertThat(visit.at("#survives")).containsText("Nothing with a receipt is lost");
        assertThat(visit.at("#lose")).hasText("–");

        network().kill("chloe");
        network().kill("dario");
        assertThat(visit.at("#headline")).hasText("No node answers this browser.");
        Looks.areReadable(visit);
        assertThat(visit.at("#age")).hasText(Pattern.compile("The last answer is \\d+.* s old, and so is everything below\\."));
        assertThat(visit.at("html")).hasAttribute("data-stale", "true");
        assertThat(visit.at("#fresh")).hasText(Pattern.compile("old: last answer \\d+.* s ago"));
        visit.keepPicture(TARGET.resolve("all-lost.png"), true);

        network().startMissing();
        wholeAgain(visit);
        assertThat(visit.at("html")).hasAttribute("data-stale", "false");
        assertThat(visit.node("anna")).hasAttribute("data-state", "level");
        assertThat(visit.at(".events tbody")).containsText("Node anna is level again");
        Load.write(network(), "after/all-came-back", "here");
        visit.at(".search button").click();
        assertThat(visit.at(".key")).hasCount(2);
    }

    // ---- how it looks, and for whom

    @Test
    void isReadableInLightAndDarkAndOnAPhone() throws Exception {
        Load.write(network(), "config/" + "long".repeat(60), "v".repeat(500));
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(1280, 360)) {
                Visit visit = visit(width, scheme);
                wholeAgain(visit);
                search(visit, "config/long", 1);
                visit.at(".key").click();
                assertThat(visit.at(".detail pre")).isVisible();
                Looks.areReadable(visit);
                visit.keepPicture(TARGET.resolve(width + "-" + scheme.name().toLowerCase(Locale.ROOT) + ".png"), true);
            }
        }
    }

    @Test
    void isMarkedUpForThoseWhoDoNotSeeIt() throws Exception {
        Visit visit = visit();
        wholeAgain(visit);
        Looks.areNamed(visit);
        for (String landmark : List.of("main", "header", "footer", "h1")) {
            assertThat(visit.at("body " + landmark)).hasCount(1);
        }
        assertThat(visit.at("[aria-live=polite]")).containsText("All four nodes agree");
        visit.page.keyboard().press("Tab");
        assertThat(visit.at(".skip")).isFocused();
        for (int i = 0; i < 12; i++) {
            visit.page.keyboard().press("Tab");
            assertThat(visit.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle"))
                    .as("the focus shows, after Tab " + i)
                    .isEqualTo("solid");
        }
    }

    // ---- visiting

    private Visit visit() throws Exception {
        return visit(1280, ColorScheme.LIGHT);
    }

    private Visit visit(int width, ColorScheme scheme) throws Exception {
        Visit visit = Visit.open(chromium(), network(), width, 900, scheme);
        visits.add(visit);
        return visit;
    }

    private Visit unopened() throws Exception {
        Visit visit = Visit.unopened(chromium(), network(), 1280, 900, ColorScheme.LIGHT);
        visits.add(visit);
        return visit;
    }

    private void open(Visit visit) throws Exception {
        visit.page.navigate(network().addresses().getFirst() + "/");
    }

    private static void wholeAgain(Visit visit) {
        assertThat(visit.at("#headline")).hasText("All four nodes agree.");
        assertThat(visit.at("#lose")).hasText("1");
    }

    private static void search(Visit visit, String prefix, int keys) {
        visit.at("#prefix").fill(prefix);
        assertThat(visit.at(".key")).hasCount(keys);
    }

    private static Locator chart(Visit visit, String title) {
        return visit.at(".chart").filter(new Locator.FilterOptions().setHasText(title)).locator(".readout");
    }

    /** Presses Tab until it is reached, as a person would. */
    private static void tabTo(Visit visit, String selector) {
        for (int i = 0; i < 30; i++) {
            visit.page.keyboard().press("Tab");
            if ((boolean) visit.page.evaluate("selector => document.activeElement.matches(selector)", selector)) {
                return;
            }
        }
        throw new AssertionError("the keyboard does not reach " + selector);
    }

    /** The node's own answer with what matches an expression changed into the text after it. */
    private static void answerWith(Route route, String... expressionsAndTexts) {
        String body = route.fetch().text();
        for (int i = 0; i < expressionsAndTexts.length; i += 2) {
            body = body.replaceAll(expressionsAndTexts[i], expressionsAndTexts[i + 1]);
        }
        route.fulfill(new Route.FulfillOptions()
                .setStatus(200)
                .setContentType("application/json")
                .setHeaders(Map.of("Access-Control-Allow-Origin", "*"))
                .setBody(body));
    }

    private Chromium chromium() {
        return Objects.requireNonNull(chromium);
    }

    private LiveNetwork network() {
        return Objects.requireNonNull(network);
    }
}

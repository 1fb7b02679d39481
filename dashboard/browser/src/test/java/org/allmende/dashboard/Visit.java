package org.allmende.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One tab with the page open, and all that went wrong in it. */
final class Visit implements AutoCloseable {
    /** What a browser itself logs when a node is gone: that is no fault of the page. */
    private static final String NO_CONNECTION = "Failed to load resource: net::ERR_";

    final Page page;
    private final List<URI> nodes;
    private final List<String> faults = new ArrayList<>();

    private Visit(Page page, List<URI> nodes) {
        this.page = page;
        this.nodes = nodes;
    }

    static Visit open(Chromium chromium, LiveNetwork network, int width, int height, ColorScheme scheme)
            throws Exception {
        Visit visit = unopened(chromium, network, width, height, scheme);
        visit.page.navigate(network.addresses().getFirst() + "/");
        return visit;
    }

    static Visit unopened(Chromium chromium, LiveNetwork network, int width, int height, ColorScheme scheme)
            throws Exception {
        Page page = chromium.browser()
                .newContext(new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme))
                .newPage();
        return of(page, network.addresses());
    }

    /** A tab that may ask these nodes and nobody else. */
    static Visit of(Page page, List<URI> nodes) {
        Visit visit = new Visit(page, nodes);
        page.onRequest(request -> visit.checkAddress(request.url()));
        page.onConsoleMessage(visit::checkMessage);
        page.onPageError(error -> visit.faults.add("uncaught: " + error));
        return visit;
    }

    private void checkAddress(String url) {
        if (nodes.stream().noneMatch(node -> url.startsWith(node + "/"))) {
            faults.add("a request to somebody else: " + url);
        }
    }

    private void checkMessage(ConsoleMessage message) {
        boolean isBad = message.type().equals("error") || message.type().equals("warning");
        if (isBad && !message.text().startsWith(NO_CONNECTION)) {
            faults.add(message.type() + " in the console: " + message.text());
        }
    }

    /** Requests to anybody but the nodes, errors in the console, uncaught exceptions. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** What a test provoked on purpose, exactly once. */
    void forgive(String part) {
        assertThat(faults.stream().filter(fault -> fault.contains(part))).as(part).hasSize(1);
        faults.removeIf(fault -> fault.contains(part));
    }

    /** What the browser says of answers that a test made up. */
    void forgiveAll(String part) {
        faults.removeIf(fault -> fault.contains(part));
    }

    Locator at(String selector) {
        return page.locator(selector);
    }

    Locator node(String name) {
        return at("[data-node='" + name + "']");
    }

    void keepPicture(Path file, boolean whole) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(whole));
    }

    @Override
    public void close() {
        page.unrouteAll();
        page.context().close();
    }
}

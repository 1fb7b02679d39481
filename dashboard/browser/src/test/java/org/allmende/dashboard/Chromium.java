package org.allmende.dashboard;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The system's own browser, without a window. Nothing is downloaded but the driver, which Maven has. */
final class Chromium implements AutoCloseable {
    private static final List<Path> PLACES = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Skips the test, aloud, where there is none. */
    static Chromium launch() {
        Path found = PLACES.stream().filter(Files::isExecutable).findFirst().orElse(null);
        if (found == null) {
            System.err.println("SKIPPED: the dashboard's browser tests need chromium: apt install chromium");
        }
        Assumptions.assumeTrue(found != null, "no chromium: apt install chromium");
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        // Chromium refuses its sandbox to root. It opens no page here but ours.
        boolean root = "root".equals(System.getProperty("user.name"));
        return new Chromium(
                playwright,
                playwright.chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(found)
                                .setChromiumSandbox(!root)));
    }

    Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}

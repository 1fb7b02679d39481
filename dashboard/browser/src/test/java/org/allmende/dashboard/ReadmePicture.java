package org.allmende.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Makes docs/dashboard.png: a network under load, after one of its nodes was killed and came back. Not one of the tests;
 * CONTRIBUTING.md says how to run it.
 */
class ReadmePicture {
    private static final Path PICTURE = Path.of("../../docs/dashboard.png");
    private static final Path TARGET = Path.of("target");
    private static final int WIDTH = 1200;
    private static final int PHONE_WIDTH = 390;
    private static final double PATIENCE_MILLIS = 180_000;

    @Test
    void make() throws Exception {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        try (Chromium chromium = Chromium.launch();
                LiveNetwork network = LiveNetwork.start(TARGET.resolve("picture-" + ProcessHandle.current().pid()));
                Load _ = Load.on(network, 4, 200);
                Visit visit = Visit.open(chromium, network, WIDTH, 900, ColorScheme.LIGHT)) {
            samples(visit, 30);
            try (Load _ = Load.on(network, 4, 150)) {
                samples(visit, 60);
            }
            network.kill("bela");
            samples(visit, 85);
            network.startMissing();
            try (Load _ = Load.on(network, 4, 150)) {
                samples(visit, 140);
                assertThat(visit.at("#headline")).hasText("All four nodes agree.");
                assertThat(visit.at("#lose")).hasText("1");
                keep(visit, PICTURE);
                for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                    visit.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                    for (int width : List.of(WIDTH, PHONE_WIDTH)) {
                        visit.page.setViewportSize(width, 900);
                        visit.keepPicture(TARGET.resolve("picture-" + width + "-" + scheme + ".png"), true);
                    }
                }
            }
        }
        assertThat(Files.size(PICTURE)).as("bytes of a picture in a README").isLessThan(300_000);
    }

    /** Waits until the charts show so many samples, one a second. */
    private static void samples(Visit visit, int count) {
        Locator plot = visit.at(".plot").first();
        visit.page.waitForCondition(
                () -> Integer.parseInt(plot.getAttribute("aria-valuemax")) >= count,
                new Page.WaitForConditionOptions().setTimeout(PATIENCE_MILLIS));
    }

    /** From the top to where the keys begin. */
    private static void keep(Visit visit, Path file) {
        double end = visit.at("section[aria-labelledby=keys-title]").boundingBox().y;
        visit.page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true).setClip(0, 0, WIDTH, end));
    }
}

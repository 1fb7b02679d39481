package org.allmende.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Makes docs/dashboard.png: a network under load, a minute after one of its nodes was killed and a moment after it
 * came back. Not one of the tests; the README says how to run it.
 */
class ReadmePicture {
    private static final Path PICTURE = Path.of("../../docs/dashboard.png");
    private static final double SECOND = 1_000;

    @Test
    void make() throws Exception {
        Path folder = Path.of("target", "picture-" + ProcessHandle.current().pid());
        try (Chromium chromium = Chromium.launch();
                LiveNetwork network = LiveNetwork.start(folder);
                Load _ = Load.on(network, 4, 200)) {
            Visit visit = Visit.open(chromium, network, 1200, 1190, ColorScheme.LIGHT);
            visit.page.waitForTimeout(40 * SECOND);
            try (Load _ = Load.on(network, 8, 150)) {
                visit.page.waitForTimeout(40 * SECOND);
                network.kill("bela");
                visit.page.waitForTimeout(25 * SECOND);
                network.startMissing();
                assertThat(visit.at("#headline"))
                        .hasText("All four nodes agree.", new HasTextOptions().setTimeout(60 * SECOND));
                visit.page.waitForTimeout(20 * SECOND);
                assertThat(visit.at("#lose")).hasText("1", new HasTextOptions().setTimeout(60 * SECOND));
                visit.keepPicture(PICTURE, false);
            }
            visit.close();
        }
        assertThat(Files.size(PICTURE)).as("bytes of a picture in a README").isLessThan(300_000);
    }
}

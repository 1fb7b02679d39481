package org.allmende.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.jspecify.annotations.Nullable;

/** A browser for tests with nodes that do not exist, and what each of its tabs is held to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InventedVisits {
    static final Path TARGET = Path.of("target");
    private static final double PATIENCE_MILLIS = 30_000;

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

    static InventedNetwork four() {
        return quiet("anna", "bela", "chloe", "dario");
    }

    /** None of them tells events. */
    static InventedNetwork quiet(String... names) {
        return InventedNetwork.of(names).answering("/v1/events", Route::abort);
    }

    Visit open(InventedNetwork network) {
        return open(network, 1280, ColorScheme.LIGHT);
    }

    Visit open(InventedNetwork network, int width, ColorScheme scheme) {
        Visit visit = network.open(Objects.requireNonNull(chromium), width, scheme);
        visits.add(visit);
        return visit;
    }

    Visit unopened(InventedNetwork network) {
        Visit visit = network.unopened(Objects.requireNonNull(chromium), 1280, ColorScheme.LIGHT);
        visits.add(visit);
        return visit;
    }

    static void whole(Visit visit) {
        assertThat(visit.at("#headline")).hasText("All four nodes agree.");
        assertThat(visit.at("#lose")).hasText("1");
    }

    static Locator told(Visit visit) {
        return visit.at("#keys .note").first();
    }

    static Locator chart(Visit visit, String title) {
        return visit.at(".chart").filter(new Locator.FilterOptions().setHasText(title)).locator(".readout");
    }
}

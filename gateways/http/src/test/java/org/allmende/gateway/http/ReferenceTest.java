package org.allmende.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.allmende.coordination.CoordinationReason;
import org.junit.jupiter.api.Test;

/** The reference names every path, parameter and refusal there is, with its status. */
class ReferenceTest {
    private static final String REFERENCE = read();

    private static final List<Route> ROUTES = routes();

    private static List<Route> routes() {
        try (TestNode node = new TestNode()) {
            return node.gateway.routes();
        }
    }

    private static String read() {
        try {
            return Files.readString(Path.of("../../docs/reference/http.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyRefusalIsListedWithItsStatus() {
        for (Refusal refusal : Refusal.values()) {
            assertThat(REFERENCE).contains("| `" + refusal.name() + "` | " + refusal.status() + " |");
        }
    }

    @Test
    void whatCoordinationRefusesOfQueriesIsListed() {
        String listed = REFERENCE.substring(REFERENCE.indexOf("also refused with coordination's own reasons"));
        for (CoordinationReason reason : List.of(
                CoordinationReason.KEYSPACE_NOT_FOUND,
                CoordinationReason.LEASE_NOT_FOUND,
                CoordinationReason.COMPACTED,
                CoordinationReason.EMPTY_KEY,
                CoordinationReason.KEY_TOO_LARGE,
                CoordinationReason.FUTURE_REVISION,
                CoordinationReason.TOO_MANY_KEYS,
                CoordinationReason.ANSWER_TOO_LARGE)) {
            assertThat(listed.substring(0, listed.indexOf("\n\n"))).contains("`" + reason.name() + "`");
        }
    }

    @Test
    void everyPathIsDescribedWithItsParameters() {
        String[] sections = REFERENCE.split("\n### ");
        for (Route route : ROUTES) {
            String title = "`" + route.method() + " " + route.path() + "`\n";
            String section = null;
            for (String candidate : sections) {
                section = candidate.startsWith(title) ? candidate : section;
            }
            assertThat(section).as(title).isNotNull();
            for (String parameter : route.parameterNames()) {
                assertThat(section).as(title).contains("`" + parameter + "`");
            }
        }
    }

    /** The page is written by hand, so it says independently of the routes which there are. */
    @Test
    void itDescribesNoPathThatThereIsNot() {
        assertThat(described()).containsExactlyInAnyOrderElementsOf(ROUTES.stream()
                .map(route -> route.method() + " " + route.path())
                .toList());
    }

    /** Method and path of every section about one. */
    static List<String> described() {
        return REFERENCE.lines()
                .filter(line -> line.matches("### `[A-Z]+ /.*`"))
                .map(line -> line.substring("### `".length(), line.length() - 1))
                .toList();
    }

    @Test
    void noTwoPathsAreTheSame() {
        Set<String> seen = new HashSet<>();
        for (Route route : ROUTES) {
            assertThat(seen.add(route.method() + " " + route.path())).isTrue();
        }
    }
}

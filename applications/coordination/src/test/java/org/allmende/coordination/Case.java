package org.allmende.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A row of an operation's table: after the owner applied these, this request comes to that, in {@link Words}.
 *
 * @param given each in a round of its own; each must be applied
 */
record Case(String name, List<Request> given, Request when, String then) {
    static Stream<DynamicTest> tests(Case... cases) {
        return Arrays.stream(cases).map(each -> DynamicTest.dynamicTest(each.name, each::check));
    }

    private void check() {
        Scene scene = scene(given);
        long revision = scene.info().revision();
        Scene.Said said = scene.apply(when);
        assertThat(said.text()).isEqualTo(then);
        if (said instanceof Scene.Said.Refused) {
            assertThat(scene.info().revision()).as("revision after a refusal").isEqualTo(revision);
            assertThat(scene.rowsChanged()).as("rows changed by a refusal").isZero();
        }
    }

    static Scene scene(List<Request> given) {
        Scene scene = new Scene();
        for (Request request : given) {
            assertThat(scene.apply(request)).isInstanceOf(Scene.Said.Applied.class);
        }
        return scene;
    }
}

package org.allmende.ledger.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

class SeedsTest {
    private static final Set<Long> FIRST_CHOICES = new HashSet<>();

    @Seeds(50)
    void everySeedMakesItsOwnChoices(Seed seed) {
        assertThat(FIRST_CHOICES.add(seed.nextLong())).isTrue();
    }

    @Seeds(50)
    void aSeedMakesTheSameChoicesAgain(Seed seed) {
        Seed again = new Seed(seed.value());
        for (int i = 0; i < 100; i++) {
            assertThat(again.between(3, 900)).isEqualTo(seed.between(3, 900)).isBetween(3, 900);
            assertThat(again.bytes(5)).isEqualTo(seed.bytes(5));
            assertThat(again.pick("a", "b")).isEqualTo(seed.pick("a", "b"));
            assertThat(again.split().nextLong()).isEqualTo(seed.split().nextLong());
        }
    }

    @Test
    void aFailureNamesItsSeedAndTheCommandThatReplaysIt() throws Throwable {
        var invocation = new SeedsExtension(null, null)
                .provideTestTemplateInvocationContexts(context())
                .skip(6)
                .findFirst()
                .orElseThrow();
        var handler = (TestExecutionExceptionHandler) invocation.getAdditionalExtensions().getFirst();
        var cause = new IllegalStateException("lost a write");

        assertThatThrownBy(() -> handler.handleTestExecutionException(context(), cause))
                .isInstanceOf(AssertionError.class)
                .hasCause(cause)
                .hasMessageContaining("seed 7 failed")
                .hasMessageContaining("mvn -pl ledger -am test -Dtest='SeedsTest#everySeedMakesItsOwnChoices' -Dseed=7 ")
                .hasMessageContaining("lost a write");
    }

    /** Or what a network made of a part of a seed says of itself would replay nothing. */
    @Test
    void aPartOfASeedIsReplayedByTheWhole() {
        assertThat(new Seed(7).split().split().value()).isEqualTo(7);
    }

    @Test
    void aSearchNamesTheSeedThatFailsAndTheCommandThatReplaysIt() {
        List<Long> tried = new ArrayList<>();
        Search search = Search.of("SeedsTest#aSearch", 9, null);

        assertThatThrownBy(() -> search.until(
                        () -> false,
                        seed -> {
                            tried.add(seed.value());
                            assertThat(seed.value()).isLessThan(3);
                        },
                        () -> {}))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed 3 failed")
                .hasMessageContaining("mvn -pl ledger -am test -Dtest='SeedsTest#aSearch' -Dseed=3 ");
        assertThat(tried).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aSearchEndsWhenAllIsMetAndOfOneSeedAloneNothingMoreIsAsked() {
        List<Long> tried = new ArrayList<>();
        Runnable failing = () -> assertThat(tried).contains(7L);

        Search.of("t", 9, null).until(() -> tried.contains(7L), seed -> tried.add(seed.value()), failing);
        assertThat(tried).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        tried.clear();
        Search.of("t", 9, 4L).until(() -> false, seed -> tried.add(seed.value()), failing);
        assertThat(tried).containsExactly(4L);
        Search tooFew = Search.of("t", 5, null);
        assertThatThrownBy(() -> tooFew.until(() -> false, seed -> tried.add(seed.value()), failing))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void seedsAreCountedFromOneUnlessToldOtherwise() {
        assertThat(names(new SeedsExtension(null, null)))
                .hasSize(50)
                .startsWith("seed 1", "seed 2")
                .endsWith("seed 50");
        assertThat(names(new SeedsExtension(null, 3))).containsExactly("seed 1", "seed 2", "seed 3");
        assertThat(names(new SeedsExtension(-7L, 3))).containsExactly("seed -7");
    }

    private static List<String> names(SeedsExtension extension) {
        return extension
                .provideTestTemplateInvocationContexts(context())
                .map(invocation -> invocation.getDisplayName(0))
                .toList();
    }

    /** As of the first test above. */
    private static ExtensionContext context() {
        return (ExtensionContext) Proxy.newProxyInstance(
                SeedsTest.class.getClassLoader(), new Class<?>[] {ExtensionContext.class}, SeedsTest::answer);
    }

    private static Object answer(Object proxy, Method asked, Object[] arguments) throws NoSuchMethodException {
        return switch (asked.getName()) {
            case "getRequiredTestClass" -> SeedsTest.class;
            case "getRequiredTestMethod" -> lawMethod();
            default -> throw new UnsupportedOperationException(asked.getName());
        };
    }

    private static Method lawMethod() throws NoSuchMethodException {
        return SeedsTest.class.getDeclaredMethod("everySeedMakesItsOwnChoices", Seed.class);
    }
}

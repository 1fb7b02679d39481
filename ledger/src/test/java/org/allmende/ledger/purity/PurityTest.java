package org.allmende.ledger.purity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PurityTest {
    /**
     * Beside the core: signatures are checked ahead of it by many threads, by a library that has to be loaded, and
     * others wait for what it answers.
     */
    private static final JavaClasses CORE = Purity.classes(
            "org.allmende.ledger",
            "org.allmende.ledger.verification",
            "org.allmende.ledger.signatures.corretto",
            "org.allmende.ledger.port");

    @ParameterizedTest
    @EnumSource
    void theCoreIsAFunctionOfItsRounds(Purity rule) {
        assertThat(CORE).hasSizeGreaterThan(50);
        rule.check(CORE);
    }

    @ParameterizedTest
    @EnumSource
    void eachRuleRefusesWhatItIsThereToRefuse(Purity rule) {
        for (Class<?> tempted : tempted(rule)) {
            JavaClasses one = new ClassFileImporter().importClasses(tempted);
            assertThatThrownBy(() -> rule.check(one))
                    .as("%s", tempted)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(tempted.getSimpleName());
        }
    }

    private static List<Class<?>> tempted(Purity rule) {
        return switch (rule) {
            case NO_CLOCK -> List.of(AskedTheTime.class, MeasuredTime.class, TookAClock.class);
            case NO_CHANCE -> List.of(TookChance.class, Diced.class, Named.class);
            case NO_THREAD -> List.of(Started.class, Promised.class, Spread.class);
            case NO_INPUT_OR_OUTPUT -> List.of(Filed.class, Fetched.class, Printed.class);
            case NO_SETTING_OF_THE_MACHINE -> List.of(Asked.class, Identified.class, Lowered.class, Formatted.class);
            case NO_FRACTION -> List.of(HasFraction.class, TookFraction.class, GaveFraction.class);
            case NO_REFLECTION -> List.of(Reflected.class, Loaded.class);
            case NO_LIBRARY -> List.of(Borrowed.class);
        };
    }

    static class AskedTheTime {
        long now() {
            return System.currentTimeMillis();
        }
    }

    static class MeasuredTime {
        long now() {
            return System.nanoTime();
        }
    }

    record TookAClock(java.time.InstantSource clock) {}

    record TookChance(Random random) {}

    static class Diced {
        boolean heads() {
            return Math.random() > 0;
        }
    }

    static class Named {
        String name() {
            return java.util.UUID.randomUUID().toString();
        }
    }

    static class Started {
        void start() {
            Thread.ofVirtual().start(() -> {});
        }
    }

    record Promised(CompletableFuture<Long> later) {}

    static class Spread {
        long sum(List<Long> numbers) {
            return numbers.parallelStream().mapToLong(Long::longValue).sum();
        }
    }

    record Filed(File file) {}

    static class Fetched {
        Object fetch(URI address) throws IOException {
            return address.toURL().getContent();
        }
    }

    static class Printed {
        void print() {
            System.out.println("here");
        }
    }

    static class Asked {
        String home() {
            return String.valueOf(System.getenv("HOME"));
        }
    }

    static class Identified {
        int number() {
            return System.identityHashCode(this);
        }
    }

    static class Lowered {
        @SuppressWarnings("StringCaseLocaleUsage") // Here because nobody should.
        String lower(String text) {
            return text.toLowerCase();
        }
    }

    static class Formatted {
        String format(int number) {
            return String.format("%d", number);
        }
    }

    record HasFraction(double value) {}

    interface TookFraction {
        void take(float value);
    }

    interface GaveFraction {
        Double give();
    }

    static class Reflected {
        int methods() {
            return Reflected.class.getDeclaredMethods().length;
        }
    }

    static class Loaded {
        Class<?> load() throws ClassNotFoundException {
            return Class.forName("java.lang.Object");
        }
    }

    record Borrowed(org.opentest4j.AssertionFailedError error) {}
}

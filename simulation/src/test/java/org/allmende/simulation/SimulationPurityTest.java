package org.allmende.simulation;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.allmende.ledger.purity.Purity;
import org.junit.jupiter.api.Test;

/** A seed is one run only while nothing but the seed goes in. */
class SimulationPurityTest {
    private static final JavaClasses SIMULATION = Purity.classes("org.allmende.simulation");

    @Test
    void noClock() {
        assertThat(SIMULATION).hasSizeGreaterThan(15);
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat(belongToAnyOf(Clock.class))
                .check(SIMULATION);
    }

    @Test
    void noChance() {
        // Random.from(seed) is the seed in the shape that Collections.shuffle asks for.
        noClasses()
                .should()
                .callConstructor(Random.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat(belongToAnyOf(SecureRandom.class, SplittableRandom.class, UUID.class))
                .check(SIMULATION);
    }

    @Test
    void noOtherThreadNoFileAndNothingOfTheMachine() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.util.concurrent..", "java.io..", "java.nio.file..")
                        .and(not(belongToAnyOf(IOException.class, CompletableFuture.class, Future.class))))
                .orShould()
                .dependOnClassesThat(belongToAnyOf(Thread.class, ThreadLocal.class))
                .check(SIMULATION);
        Purity.NO_SETTING_OF_THE_MACHINE.check(SIMULATION);
    }

    @Test
    void nothingButTheLedger() {
        noClasses()
                .should()
                .dependOnClassesThat(not(resideInAnyPackage(
                        "java..", "org.jspecify..", "org.allmende.ledger..", "org.allmende.simulation..")))
                .check(SIMULATION);
    }
}

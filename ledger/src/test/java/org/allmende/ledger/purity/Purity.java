package org.allmende.ledger.purity;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The same rounds give the same state on every node only while nothing but the rounds goes in: no clock, chance,
 * thread, I/O, setting of the machine, or fraction. What no rule here can see is the order of a hash table.
 */
public enum Purity {
    NO_CLOCK(noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("java.time..").and(not(belongToAnyOf(Duration.class))))
            .orShould()
            .callCodeUnitWhere(isOneOf(System.class, "currentTimeMillis", "nanoTime"))),

    NO_CHANCE(noClasses()
            .that(not(resideInAnyPackage("org.allmende.ledger.signatures"))) // Makes secrets, when it is handed chance.
            .should()
            .dependOnClassesThat(assignableTo(RandomGenerator.class))
            .orShould()
            .callCodeUnitWhere(isOneOf(Math.class, "random"))
            .orShould()
            .callCodeUnitWhere(isOneOf(UUID.class, "randomUUID"))),

    NO_THREAD(noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.util.concurrent..")
                    .and(not(belongToAnyOf(ConcurrentMap.class, ConcurrentHashMap.class))))
            .orShould()
            .dependOnClassesThat(belongToAnyOf(Thread.class, ThreadLocal.class))
            .orShould()
            .callCodeUnitWhere(isNamed("parallel", "parallelStream"))),

    NO_INPUT_OR_OUTPUT(noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "java.io..", "java.net..", "java.nio.channels..", "java.nio.file..", "java.util.logging..")
                    .and(not(belongToAnyOf(IOException.class))) // Declared by the interface that engines implement.
                    .and(not(belongToAnyOf(URI.class, URISyntaxException.class)))) // Text and its grammar.
            .orShould()
            .callCodeUnitWhere(isOneOf(URI.class, "toURL"))
            .orShould()
            .dependOnClassesThat(belongToAnyOf(ProcessBuilder.class, Process.class, Runtime.class))
            .orShould()
            .accessFieldWhere(describe("of System", access -> access.getTargetOwner().isEquivalentTo(System.class)))),

    NO_SETTING_OF_THE_MACHINE(noClasses()
            .should()
            .callCodeUnitWhere(isOneOf(
                    System.class, "getenv", "getProperty", "getProperties", "identityHashCode", "lineSeparator"))
            .orShould()
            .callCodeUnitWhere(isOneOf(Locale.class, "getDefault"))
            .orShould()
            .callCodeUnitWhere(isOneOf(String.class, "formatted"))
            .orShould()
            .callCodeUnitWhere(isOneOf(String.class, "format", "toLowerCase", "toUpperCase").and(isWithoutLocale()))),

    NO_FRACTION(noClasses().should(have("a field, parameter or result of float or double", Purity::hasFraction))),

    NO_REFLECTION(noClasses()
            .that(not(resideInAnyPackage("org.allmende.ledger.encoding")))
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.lang.reflect..")
                    .or(belongToAnyOf(MethodHandle.class, MethodHandles.Lookup.class)))
            .orShould()
            .callCodeUnitWhere(isOneOf(Class.class, "forName"))
            .orShould()
            .callCodeUnitWhere(describe("answered by java.lang.reflect", Purity::reflects))),

    NO_LIBRARY(noClasses()
            .that(not(resideInAnyPackage("org.allmende.ledger.signatures"))) // Where the one library is.
            .should()
            .dependOnClassesThat(not(resideInAnyPackage("java..", "org.jspecify..", "org.allmende.."))
                    .and(describe("are no primitive or array", type -> !type.isPrimitive() && !type.isArray()))));

    private final ArchRule rule;

    Purity(ArchRule rule) {
        this.rule = rule.allowEmptyShould(true);
    }

    /** Fails unless every class does without. */
    public void check(JavaClasses classes) {
        rule.as(name()).check(classes);
    }

    /**
     * The classes of these packages and those below, tests and {@code except} left out.
     *
     * @param except packages, each with all below it
     */
    public static JavaClasses classes(String packages, String... except) {
        String[] patterns = Stream.of(except).map(name -> name + "..").toArray(String[]::new);
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(packages)
                .that(not(resideInAnyPackage(patterns)));
    }

    private static boolean reflects(JavaCall<?> call) {
        JavaClass answer = call.getTarget().getRawReturnType().getBaseComponentType();
        return answer.getPackageName().equals("java.lang.reflect");
    }

    private static ArchCondition<JavaClass> have(String what, Predicate<JavaClass> has) {
        return new ArchCondition<>("have " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                events.add(new SimpleConditionEvent(type, has.test(type), type.getName() + " has " + what));
            }
        };
    }

    private static boolean hasFraction(JavaClass type) {
        return type.getFields().stream().anyMatch(field -> isFraction(field.getRawType()))
                || type.getCodeUnits().stream()
                        .anyMatch(unit -> isFraction(unit.getRawReturnType())
                                || unit.getRawParameterTypes().stream().anyMatch(Purity::isFraction));
    }

    private static boolean isFraction(JavaClass type) {
        return Stream.of(float.class, double.class, Float.class, Double.class).anyMatch(type::isEquivalentTo);
    }

    private static DescribedPredicate<JavaCall<?>> isOneOf(Class<?> owner, String... names) {
        return DescribedPredicate.<JavaCall<?>>describe(
                        "of " + owner.getSimpleName(), call -> call.getTargetOwner().isEquivalentTo(owner))
                .and(isNamed(names));
    }

    private static DescribedPredicate<JavaCall<?>> isNamed(String... names) {
        return describe("to " + String.join(", ", names), call -> List.of(names).contains(call.getName()));
    }

    private static DescribedPredicate<JavaCall<?>> isWithoutLocale() {
        return describe(
                "without a locale",
                call -> call.getTarget().getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Locale.class)));
    }
}

package org.allmende.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.allmende.ledger.purity.Purity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CoordinationPurityTest {
    private static final JavaClasses APPLICATION = Purity.classes("org.allmende.coordination");

    @ParameterizedTest
    @EnumSource
    void coordinationIsAFunctionOfItsOperations(Purity rule) {
        assertThat(APPLICATION).hasSizeGreaterThan(10);
        rule.check(APPLICATION);
    }
}

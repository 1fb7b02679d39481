package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void wordsStandLeftAndNumbersRight() {
        TextTable table = new TextTable("node", "operator", "weight").row("anna", "Béla", 1).row("b", "Chloé Caron", 100);
        assertThat(table).hasToString("""
                node  operator     weight
                anna  Béla              1
                b     Chloé Caron     100
                """);
    }

    @Test
    void everyRowFillsEveryColumn() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TextTable("one", "two").row("1"));
    }

    @Test
    void headingsAloneAreATable() {
        assertThat(new TextTable("one", "two")).hasToString("one  two\n");
    }
}

package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.allmende.cli.Endurance.Member;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnduranceTest {
    /** Weights of the roster; those in brackets are not level. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 1 1 1          |  1
            1 1 1 (1)        |  0
            1 1 (1) (1)      | -1
            1 1 1 1 1 1 1    |  2
            1 1 1 1 1 1 (1)  |  1
            1 1 1 1 1 (1)(1) |  0
            1 1 1 1 (1)(1)(1)| -1
            1                |  0
            (1)              | -1
            1 1              |  0
            1 1 1            |  0
            1 1 (1)          | -1
            3 1 1 1          |  0
            2 2 2 1          |  1
            2 2 (2) 1        |  0
            1 1 1 1 0        |  1
            1 1 1 (1) 0      |  0
            """)
    void losesTheHeaviestFirst(String roster, int canStillLose) {
        assertThat(Endurance.of(members(roster)).canStillLose()).isEqualTo(canStillLose);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 1 1 1       | 4 of 4 nodes up and level: survives the loss of any one.
            1 1 1 (1)     | 3 of 4 nodes up and level: goes on, and can lose none until more come back.
            1 1 (1) (1)   | 2 of 4 nodes up and level: stands still until more come back; nothing with a receipt is lost.
            1 1 1 1 1 1 1 | 7 of 7 nodes up and level: survives the loss of any 2.
            1             | 1 of 1 nodes up and level: goes on, and can lose none.
            3 1 1 1       | 4 of 4 nodes up and level: goes on, and can lose a light one but not any.
            2 2 (2) 1     | 3 of 4 nodes up and level: goes on, and can lose none until more come back.
            3 1 1 1 (1)   | 4 of 5 nodes up and level: goes on, and can lose a light one but not any until more come back.
            1 1 1 (1) 0   | 4 of 5 nodes up and level: goes on, and can lose none until more come back.
            """)
    void saysItInASentence(String roster, String sentence) {
        assertThat(Endurance.of(members(roster)).sentence()).isEqualTo(sentence);
    }

    private static List<Member> members(String roster) {
        List<Member> members = new ArrayList<>();
        for (String word : roster.replace("(", " (").strip().split("\\s+")) {
            members.add(new Member(Long.parseLong(word.replaceAll("[()]", "")), !word.startsWith("(")));
        }
        return members;
    }
}

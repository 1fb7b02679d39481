package org.allmende.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.encoding.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryTest {
    @Test
    void isTheRevisionOfAPut() throws Exception {
        Bytes summary = new PutResult(258, Optional.empty()).summary();
        assertThat(summary).isEqualTo(Bytes.hex("0000000000000102"));
        assertThat(Summary.decode(summary)).isEqualTo(new Summary(258, 0, Optional.empty()));
    }

    @Test
    void saysHowManyKeysWereDeletedEvenIfNone() throws Exception {
        assertThat(new DeleteRangeResult(2, 3, List.of()).summary())
                .isEqualTo(Bytes.hex("00000000000000020000000000000003"));
        assertThat(Summary.decode(new DeleteRangeResult(2, 0, List.of()).summary()))
                .isEqualTo(new Summary(2, 0, Optional.empty()));
    }

    @Test
    void saysHowManyKeysEndedWithALease() throws Exception {
        assertThat(new CoordinationResult.Revoked(2, 3).summary())
                .isEqualTo(Bytes.hex("00000000000000020000000000000003"));
    }

    @Test
    void saysWhichBranchWasTaken() throws Exception {
        assertThat(new TxnResult(2, true, List.of()).summary())
                .isEqualTo(Bytes.hex("0000000000000002000000000000000001"));
        assertThat(Summary.decode(new TxnResult(2, false, List.of()).summary()))
                .isEqualTo(new Summary(2, 0, Optional.of(false)));
    }

    @Test
    void holdsAHashOfWhatElseTheResultSays() throws Exception {
        KeyValue before = new KeyValue(Bytes.utf8("k"), 1, 1, 1, Bytes.utf8("v"), 0);
        List<CoordinationResult> results = List.of(
                new PutResult(2, Optional.of(before)),
                new DeleteRangeResult(2, 1, List.of(before)),
                new TxnResult(2, true, List.of(new PutResult(2, Optional.empty()))),
                new CoordinationResult.Granted(2, 3),
                new CoordinationResult.Renewed(2, List.of(3L)));
        assertThat(results).extracting(result -> result.summary().length()).containsExactly(23, 31, 32, 23, 23);
        for (CoordinationResult result : results) {
            Bytes whole = Schema.standard().codec(CoordinationResult.class).encode(result);
            Bytes hash = Digests.sha256("allmende/1/coordination-result", whole).slice(0, 15);
            Bytes summary = result.summary();
            assertThat(summary.slice(summary.length() - 15, summary.length())).isEqualTo(hash);
            assertThat(Summary.decode(summary).revision()).isEqualTo(2);
        }
        assertThat(new CoordinationResult.Granted(2, 4).summary()).isNotEqualTo(results.get(3).summary());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00000000000000",
                "000000000000000200",
                "0000000000000002000000000000000002",
                "0000000000000002000000000000000002000000000000000000000000000000",
                "000000000000000200000000000000000200000000000000000000000000000000"
            })
    void isNothingElse(String hex) {
        assertThatThrownBy(() -> Summary.decode(Bytes.hex(hex))).isInstanceOf(MalformedException.class);
    }

    @Test
    void reasonsHaveOneNumberEverywhereAndSayWhatToDo() {
        Codec<CoordinationReason> codec = Schema.standard().codec(CoordinationReason.class);
        assertThat(CoordinationReason.values()).allSatisfy(reason -> {
            assertThat(codec.encode(reason)).isEqualTo(Bytes.of((byte) reason.code()));
            assertThat(reason.advice()).contains("; ");
        });
        assertThat(Arrays.stream(CoordinationReason.values()).map(CoordinationReason::code))
                .as("declared in order of precedence")
                .isSorted();
    }
}

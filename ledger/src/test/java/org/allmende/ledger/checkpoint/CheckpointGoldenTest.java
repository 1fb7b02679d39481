package org.allmende.ledger.checkpoint;

import static org.allmende.ledger.encoding.Golden.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.allmende.ledger.Bench;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Golden;
import org.allmende.ledger.encoding.Golden.Row;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.port.CheckpointsAnswer;
import org.allmende.ledger.transaction.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of everything about checkpoints that is signed, stored, sent or filed, written by hand. */
class CheckpointGoldenTest {
    private static final Schema SCHEMA = new Bench().ledger.schema();
    private static final String N = "11".repeat(32);
    private static final String A = "22".repeat(32);
    private static final String HASH = "33".repeat(32);
    private static final String DIGEST = "44".repeat(32);
    private static final String SIGNATURE = "55".repeat(64);
    private static final AccountId ACCOUNT = AccountId.parse(A);
    private static final Statement STATEMENT =
            new Statement(new NetworkId(Bytes.hex(N)), 7, 8, 9, Bytes.hex(HASH), Bytes.hex(DIGEST), 10);
    private static final String SEVEN = "07 00 00 00 00 00 00 00";
    private static final String STATEMENT_BYTES = N + SEVEN + "08 00 00 00 00 00 00 00 | 09 00 00 00 00 00 00 00" + HASH
            + DIGEST + "0a 00 00 00 00 00 00 00";
    private static final Checkpoint CHECKPOINT = new Checkpoint(
            7, 8, ACCOUNT, 6, 9, List.of(new Checkpoint.Said(2, STATEMENT, Bytes.hex(SIGNATURE))));
    private static final String CHECKPOINT_BYTES = SEVEN + "08 00 00 00 00 00 00 00" + A + "06 00 00 00 00 00 00 00 | 09 00 00 00 00 00 00 00"
            + "01 00 00 00 | 02 00 00 00" + STATEMENT_BYTES + SIGNATURE;

    static List<Row<?>> rows() {
        return List.of(
                row(STATEMENT, STATEMENT_BYTES),
                row(new Vouch(2, Bytes.hex(SIGNATURE)), "02 00 00 00" + SIGNATURE),
                row(CHECKPOINT, CHECKPOINT_BYTES),
                row(new CheckpointsAnswer(12, List.of(CHECKPOINT)), "0c 00 00 00 00 00 00 00 | 01 00 00 00" + CHECKPOINT_BYTES),
                row(CheckpointOperation.class, new CheckpointOperation.Take(), "00"),
                row(
                        CheckpointOperation.class,
                        new CheckpointOperation.VouchFor(STATEMENT, Bytes.hex(SIGNATURE)),
                        "01" + STATEMENT_BYTES + SIGNATURE),
                row(Operation.class, new CheckpointOperation.Take(), "03 | 00"),
                row(CheckpointEvent.class, new CheckpointEvent.Taken(7, ACCOUNT), "00" + SEVEN + A),
                row(CheckpointEvent.class, new CheckpointEvent.Vouched(7, Bytes.hex(HASH)), "01" + SEVEN + HASH),
                row(
                        CheckpointEvent.class,
                        new CheckpointEvent.Disagreed(7, 2, Bytes.hex(HASH)),
                        "02" + SEVEN + "02 00 00 00" + HASH),
                row(CheckpointResult.class, new CheckpointResult.Taken(7), "00" + SEVEN),
                row(CheckpointResult.class, new CheckpointResult.Counted(), "01"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isWrittenAsTheseBytesForGood(Row<?> row) {
        row.check(SCHEMA);
    }

    @Test
    void everyCaseHasItsBytesWrittenDown() {
        assertThat(Golden.missing(rows())).isEmpty();
    }

    @Test
    void aFileBeginsAndEndsSo() {
        Genesis genesis = new Bench().genesis;
        Bytes written = Genesis.CODEC.encode(genesis);
        Bytes length = Bytes.wrap(CheckpointWriter.u32(written.length()));

        assertThat(CheckpointWriter.head(genesis, STATEMENT))
                .isEqualTo(Bytes.hex("414c4c4d454e4445" + "01000000")
                        .concat(length)
                        .concat(written)
                        .concat(Statement.CODEC.encode(STATEMENT)));
        assertThat(CheckpointWriter.tail(List.of(new Vouch(2, Bytes.hex(SIGNATURE)))))
                .isEqualTo(Bytes.hex("48000000" + "01000000" + "02000000" + SIGNATURE));
    }
}

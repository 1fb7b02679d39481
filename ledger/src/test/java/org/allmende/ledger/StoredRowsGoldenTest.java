package org.allmende.ledger;

import static org.allmende.ledger.Bench.OPERATOR;
import static org.allmende.ledger.Bench.OWNER;
import static org.allmende.ledger.Bench.START;
import static org.allmende.ledger.Bench.account;
import static org.allmende.ledger.Bench.group;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.signatures.Ed25519;
import org.junit.jupiter.api.Test;

/**
 * What an engine is given to keep, byte for byte: a change here makes every stored state unreadable, or lets nodes of
 * two versions part. Rows are written by hand from the rules of keys and of Borsh; the hash over them, which only the
 * ledger can make, was taken from it once and stands for its stability.
 */
class StoredRowsGoldenTest {
    private static final String OPERATOR_ID = account(OPERATOR).toString();
    private static final String OWNER_ID = account(OWNER).toString();

    private static final String STATE_HASH = "23a5a3ea220e2430a5a748353b29abae0f40d5e10baf7c850fc3324f708f5cad";

    private final Bench bench = new Bench();
    private final Bench.Signed delegating = bench.sign(group(
            new LedgerOperation.Delegate(account(OWNER), new Scope(9, Bytes.hex("6b00")), START + 100_000)));

    /** One height after which every table has a row. */
    StoredRowsGoldenTest() {
        bench.after(10, delegating);
    }

    @Test
    void everyTableHasARow() {
        assertThat(bench.kept.keySet()).containsExactlyElementsOf(
                Arrays.stream(bench.ledger.tables()).boxed().toList());
    }

    @Test
    void theHead() {
        assertRow(0, "", "0100000000000000" + "0a505c18a3010000" + "0000000000000000" + STATE_HASH);
    }

    @Test
    void theHashOverAllRowsSoFar() {
        assertThat(bench.ledger.head().stateHash().toHex()).isEqualTo(STATE_HASH);
    }

    @Test
    void anAccount() {
        String publicKey = Ed25519.publicKey(OPERATOR).toHex();

        assertRow(1, OPERATOR_ID, "00" + publicKey + "01" + OPERATOR_ID + "0000000000000000");
    }

    @Test
    void aDelegation() {
        assertRow(2, delegation(), "a0d65d18a3010000");
    }

    @Test
    void theTimerOfItsEnd() {
        assertRow(3, "000001a3185dd6a0" + "00000000" + delegation(), "");
    }

    @Test
    void theReceiptsOfAHeight() {
        String outcomes = "01000000" + "00" + "01000000" + "00000000";

        // Kept until 120 s after its valid-until, 30 s after the start.
        assertRow(
                4,
                "0000000000000001",
                "f0995e18a3010000" + "01000000" + delegating.id().value().toHex() + "00000000" + outcomes);
    }

    private static String delegation() {
        return OPERATOR_ID + OWNER_ID + "00000009" + "6b00";
    }

    private void assertRow(int table, String key, String value) {
        Map<Bytes, Bytes> rows = bench.kept.getOrDefault(table, new TreeMap<>());
        assertThat(rows.get(Bytes.hex(key))).isEqualTo(Bytes.hex(value));
    }
}

package org.allmende.ledger;

import static org.allmende.ledger.Bench.GATEWAY;
import static org.allmende.ledger.Bench.OPERATOR;
import static org.allmende.ledger.Bench.OWNER;
import static org.allmende.ledger.Bench.START;
import static org.allmende.ledger.Bench.account;
import static org.allmende.ledger.Bench.group;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.checkpoint.CheckpointOperation;
import org.allmende.ledger.checkpoint.CheckpointWriter;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.checkpoint.Vouch;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.Proposal;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.roster.RosterChange;
import org.allmende.ledger.roster.RosterOperation;
import org.allmende.ledger.roster.RosterStatement;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.TokenOperation;
import org.junit.jupiter.api.Test;

/**
 * What an engine is given to keep, byte for byte: a change here makes every stored state unreadable, or lets nodes of
 * two versions part. Rows are written by hand from the rules of keys and of Borsh; the hash over them, which only the
 * ledger can make, was taken from it once and stands for its stability.
 */
class StoredRowsGoldenTest {
    private static final String OPERATOR_ID = account(OPERATOR).toString();
    private static final String OWNER_ID = account(OWNER).toString();

    private static final String STATE_HASH = "8ebb46a78e7722f602480409d3c0b6ec89023293966723b4944e1b508a760b1a";

    /** A million accounts, 10^9 entries, 10^9 operations and 2^40 bytes a minute. */
    private static final String QUOTA_OF_OPERATORS =
            "40420f0000000000" + "00ca9a3b00000000" + "00ca9a3b00000000" + "0000000000010000";

    private static final TokenId COIN = TokenId.of(account(OPERATOR), "COIN");

    private static final long DAY = 24 * 3_600_000L;

    private final Bench bench = new Bench();
    private final Bench.Signed delegating = bench.sign(
            group(new LedgerOperation.Delegate(
                    account(OWNER), new Scope(9, Bytes.hex("6b00")), Optional.of(Uint256.of(5)), START + 100_000)),
            group(new TokenOperation.Create("COIN", 2, Uint256.of(9))),
            group(new TokenOperation.Mint(COIN, account(OWNER), Uint256.of(7))));

    /** One height after which every table has a row. */
    StoredRowsGoldenTest() {
        bench.after(10, delegating);
    }

    @Test
    void everyTableHasARow() throws IOException {
        checkpoint();
        changeRoster();
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

        assertRow(1, OPERATOR_ID, "00" + publicKey + QUOTA_OF_OPERATORS + OPERATOR_ID + "0000000000000000");
    }

    @Test
    void aDelegation() {
        assertRow(2, delegation(), "a0d65d18a3010000" + "01" + "05" + "00".repeat(31));
    }

    @Test
    void howManyDelegationsAnAccountHasGiven() {
        assertRow(7, OPERATOR_ID, "01000000");
    }

    @Test
    void theTimerOfItsEnd() {
        assertRow(3, "000001a3185dd6a0" + "00000000" + delegation(), "");
    }

    @Test
    void theReceiptsOfAHeight() {
        String oneSummary = "00" + "01000000";
        String outcomes = "03000000" + oneSummary + "00000000" + oneSummary + "20000000" + COIN + oneSummary + "20000000"
                + amount("07");

        String receipt = delegating.id().value().toHex() + "00000000" + outcomes;

        // Kept until 120 s after its valid-until, 30 s after the start; all receipts as one string of bytes, each with
        // its length before it.
        assertRow(
                4,
                "0000000000000001",
                "f0995e18a3010000" + "87000000" + "83000000" + receipt);
    }

    @Test
    void whatAnAccountHasUsed() {
        long minute = START / 60_000;
        String bytes = littleEndian(delegating.bytes().length());

        assertRow(
                5,
                OPERATOR_ID,
                littleEndian(3) + bytes + littleEndian(2) + littleEndian(minute) + littleEndian(3) + bytes);
    }

    @Test
    void whatANodeHasBrought() {
        assertRow(
                6,
                "00000000",
                littleEndian(1) + littleEndian(3) + littleEndian(delegating.bytes().length()) + littleEndian(0));
    }

    @Test
    void aToken() {
        assertRow(
                512,
                COIN.toString(),
                "04000000" + "434f494e" + "02000000" + OPERATOR_ID + "01" + OPERATOR_ID + amount("07") + amount("09"));
    }

    @Test
    void aBalance() {
        assertRow(513, OWNER_ID + COIN, amount("07"));
    }

    @Test
    void aCheckpointAndWhatANodeSaysOfIt() throws IOException {
        Statement statement = checkpoint();
        String stated = bench.genesis.networkId() + littleEndian(2) + littleEndian(START + 20) + littleEndian(0)
                + bench.heights.get(1).head().stateHash().toHex() + statement.digest().toHex()
                + littleEndian(statement.rows());
        String signature = Ed25519.sign(GATEWAY, "allmende/1/checkpoint", Bytes.hex(stated)).toHex();

        assertRow(768, "0000000000000002", littleEndian(START + 20) + OPERATOR_ID + littleEndian(0) + littleEndian(3));
        assertRow(769, "0000000000000002" + "00000000", stated + signature);
    }

    @Test
    void aRosterAndWhoHasSignedIt() {
        changeRoster();
        String next = littleEndian(1) + "01000000" + "00000000" + card(2);
        String statement = bench.genesis.networkId() + next;
        String signature = Ed25519.sign(GATEWAY, "allmende/1/roster", Bytes.hex(statement)).toHex();
        long passed = START + DAY + 30;

        assertRow(
                1_024,
                "0000000000000000",
                littleEndian(0) + "01000000" + "00000000" + card(1) + littleEndian(0).repeat(3) + littleEndian(1)
                        + littleEndian(START + 10));
        assertRow(
                1_024,
                "0000000000000001",
                next + littleEndian(1) + littleEndian(passed) + littleEndian(passed + 10 + 2_000)
                        + littleEndian(0).repeat(2));
        assertRow(1_025, "0000000000000001" + "00000000", signature);
    }

    @Test
    void aProposalAndWhatWasSaidOfIt() {
        changeRoster();
        long proposed = START + 20;
        long passed = START + DAY + 30;

        assertRow(
                1_026,
                "0000000000000001",
                OPERATOR_ID + "00" + "01000000" + "02" + "00000000" + littleEndian(2) + "00" + "03000000" + "776879"
                        + littleEndian(2) + littleEndian(proposed) + littleEndian(proposed + DAY)
                        + littleEndian(proposed + 7 * DAY) + "02000000" + "03000000" + "01000000" + OPERATOR_ID
                        + littleEndian(1) + "01" + littleEndian(passed));
        assertRow(1_027, "0000000000000001" + OPERATOR_ID, "01" + "00" + littleEndian(proposed));
    }

    @Test
    void whenANodeWasHeardAndHowMembersDecide() {
        assertRow(1_028, "00000000", littleEndian(START + 10) + "01");
        assertRow(
                1_029,
                "00000000",
                littleEndian(0) + "01000000" + littleEndian(DAY) + littleEndian(7 * DAY) + littleEndian(DAY)
                        + littleEndian(2_000) + "02000000" + "03000000");
    }

    /** The only node's weight as Borsh stands among the rest of its card. */
    private String card(long weight) {
        NodeCard card = bench.genesis.nodes().getFirst().weighing(weight);
        return Schema.standard().codec(NodeCard.class).encode(card).toHex();
    }

    /** Three further heights: a proposal, a day later a quiet one, and the only node vouches for the roster. */
    private void changeRoster() {
        bench.after(10, bench.sign(group(new RosterOperation.Propose(
                new Proposal.ChangeRoster(List.of(new RosterChange.Weigh(0, 2)), false), "why", Optional.empty()))));
        bench.after(DAY + 10, bench.sign(group(new LedgerOperation.Barrier(0))));
        Roster next = bench.ledger.rosters().next(bench.ledger.view()).orElseThrow();
        Bytes signature = new RosterStatement(bench.genesis.networkId(), next).signedWith(GATEWAY);
        bench.after(
                10,
                bench.sign(
                        GATEWAY,
                        bench.ledger.timeMillis() + 30_000,
                        group(new RosterOperation.VouchForRoster(1, signature))));
    }

    /** Two further heights: one is kept, and in the next the only node vouches for it. */
    private Statement checkpoint() throws IOException {
        bench.after(10, bench.sign(group(new CheckpointOperation.Take())));
        Statement statement = CheckpointWriter.rows(
                bench.genesis, bench.ledger.head(), bench.ledger.view(), (bytes, offset, length) -> {});
        Bytes signature = Vouch.of(statement, 0, GATEWAY).signature();
        bench.after(
                10, bench.sign(GATEWAY, START + 30_000, group(new CheckpointOperation.VouchFor(statement, signature))));
        return statement;
    }

    private static String amount(String lowestByte) {
        return lowestByte + "00".repeat(31);
    }

    private static String littleEndian(long number) {
        return HexFormat.of().toHexDigits(Long.reverseBytes(number));
    }

    private static String delegation() {
        return OPERATOR_ID + OWNER_ID + "00000009" + "6b00";
    }

    private void assertRow(int table, String key, String value) {
        Map<Bytes, Bytes> rows = bench.kept.getOrDefault(table, new TreeMap<>());
        assertThat(rows.get(Bytes.hex(key))).isEqualTo(Bytes.hex(value));
    }
}

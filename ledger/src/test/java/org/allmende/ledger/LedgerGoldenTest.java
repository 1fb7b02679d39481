package org.allmende.ledger;

import static org.allmende.ledger.encoding.Golden.numbers;
import static org.allmende.ledger.encoding.Golden.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.account.Account;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.account.LedgerEvent;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.account.LedgerResult;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.metering.NodeUsage;
import org.allmende.ledger.metering.Usage;
import org.allmende.ledger.consensus.Guarantees;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Golden;
import org.allmende.ledger.encoding.Golden.Row;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Origin;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.port.AccountAnswer;
import org.allmende.ledger.port.Admission;
import org.allmende.ledger.port.DigestAnswer;
import org.allmende.ledger.port.EventPage;
import org.allmende.ledger.port.EventPlace;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.port.NodeStatus;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.receipt.Receipt;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.allmende.ledger.transaction.Proof;
import org.allmende.ledger.transaction.SignedTransaction;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.transaction.TransactionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of everything the ledger signs, stores or sends, so that they stay what they are: a change here breaks
 * every client, every signature and every stored byte. They were written by hand from Borsh's description, as in
 * {@code SchemaGoldenTest}; the three hashes were made by another program, from these bytes.
 */
class LedgerGoldenTest {
    private static final Schema SCHEMA = new Bench().ledger.schema();

    private static final String A = "11".repeat(32);
    private static final String B = "22".repeat(32);
    private static final String KEY = "33".repeat(32);
    private static final String HASH = "44".repeat(32);
    private static final String ID = "77".repeat(32);
    private static final AccountId ACCOUNT_A = AccountId.parse(A);
    private static final AccountId ACCOUNT_B = AccountId.parse(B);
    private static final Scope SCOPE = new Scope(1, Bytes.hex("6b6579"));
    private static final String SCOPE_BYTES = "01 00 00 00 | 03 00 00 00 6b 65 79";
    private static final long TIME = 1_700_000_000_000L; // 0x18bcfe56800
    private static final String TIME_BYTES = "00 68 e5 cf 8b 01 00 00";
    private static final String SEVEN = "07 00 00 00 00 00 00 00";

    private static final Receipt RECEIPT = new Receipt(
            TransactionId.parse(ID),
            7,
            2,
            List.of(new GroupOutcome.Applied(List.of(Bytes.hex("2a"))), new GroupOutcome.Refused(3, 1, 17)));
    private static final String RECEIPT_BYTES = ID + SEVEN + "02 00 00 00"
            + "02 00 00 00 | 00 01 00 00 00 01 00 00 00 2a | 01 03 00 00 00 01 00 00 00 11 00 00 00";

    private static final NodeCard CARD = new NodeCard(
            "anna",
            "Änne",
            "p",
            "north-1",
            "DE",
            3,
            Bytes.hex("abcd"),
            Bytes.hex("55".repeat(32)),
            Bytes.hex("66".repeat(32)),
            "::1",
            7_000,
            "http://a");
    private static final String CARD_BYTES = "04 00 00 00 61 6e 6e 61 | 05 00 00 00 c3 84 6e 6e 65 | 01 00 00 00 70"
            + "07 00 00 00 6e 6f 72 74 68 2d 31 | 02 00 00 00 44 45 | 03 00 00 00 00 00 00 00 | 02 00 00 00 ab cd"
            + "55".repeat(32) + "66".repeat(32)
            + "03 00 00 00 3a 3a 31 | 58 1b 00 00 | 08 00 00 00 68 74 74 70 3a 2f 2f 61";

    private static final String PARAMETERS_BYTES =
            "88 13 00 00 00 00 00 00 | b8 0b 00 00 00 00 00 00 | c0 d4 01 00 00 00 00 00 | 40 42 0f 00"
                    + "00 00 20 00 | 00 00 20 00 | 00 00 01 00 00 00 00 00 | 00 00 00 01 00 00 00 00"
                    // A day, a week, a day, two seconds, two of three.
                    + "00 5c 26 05 00 00 00 00 | 00 84 0c 24 00 00 00 00 | 00 5c 26 05 00 00 00 00"
                    + "d0 07 00 00 00 00 00 00 | 02 00 00 00 | 03 00 00 00";

    private static final Quota QUOTA = new Quota(1, 2, 3, 4);
    private static final String QUOTA_BYTES =
            "01 00 00 00 00 00 00 00 | 02 00 00 00 00 00 00 00 | 03 00 00 00 00 00 00 00 | 04 00 00 00 00 00 00 00";

    private static final Authority ONE_KEY = new Authority.OneKey(Bytes.hex(KEY));
    private static final Authority ONE_OF_TWO =
            new Authority.Threshold(1, List.of(ONE_KEY, new Authority.OneKey(Bytes.hex(A))));
    private static final String ONE_OF_TWO_BYTES = "01 | 01 00 00 00 | 02 00 00 00 | 00" + KEY + "00" + A;

    private static final String FIVE_BYTES = "05 | " + "00".repeat(31);

    private static final Genesis GENESIS = new Genesis(
            "net",
            Bytes.hex(HASH),
            true,
            TIME,
            new Parameters(5_000, 3_000, 120_000, 1_000_000),
            List.of(CARD),
            List.of(new GenesisKeyspace("default", Bytes.hex(KEY))));

    private static final Origin ORIGIN =
            new Origin(Bytes.hex(HASH), new NetworkId(Bytes.hex(A)), 7, TIME, Bytes.hex(B));
    private static final String ORIGIN_BYTES = HASH + A + SEVEN + TIME_BYTES + B;

    private static final Transaction TRANSACTION = new Transaction(
            new NetworkId(Bytes.hex(A)), ACCOUNT_B, TIME, -1, List.of(Group.of(new LedgerOperation.Barrier(5))));
    private static final String TRANSACTION_BYTES = A + B + TIME_BYTES + "ff ff ff ff ff ff ff ff"
            + "01 00 00 00 | 01 00 00 00 | 00 00 05 00 00 00 00 00 00 00";

    private static final Health HEALTH = new Health(Health.State.HALTED, "why", 1, 7);
    private static final String HEALTH_BYTES = "02 | 03 00 00 00 77 68 79 | 01 00 00 00 00 00 00 00" + SEVEN;

    static List<Row<?>> operations() {
        return List.of(
                row(LedgerOperation.class, new LedgerOperation.Barrier(5), "00 | 05 00 00 00 00 00 00 00"),
                row(LedgerOperation.class, LedgerOperation.OpenAccount.ofKey(Bytes.hex(KEY), QUOTA), "01 | 00" + KEY + QUOTA_BYTES),
                row(
                        LedgerOperation.class,
                        new LedgerOperation.Delegate(ACCOUNT_A, SCOPE, Optional.of(Uint256.of(5)), TIME),
                        "02" + A + SCOPE_BYTES + "01" + FIVE_BYTES + TIME_BYTES),
                row(LedgerOperation.class, new LedgerOperation.ChangeAuthority(ONE_OF_TWO), "04" + ONE_OF_TWO_BYTES),
                row(
                        LedgerOperation.class,
                        new LedgerOperation.ChangeQuota(ACCOUNT_A, QUOTA),
                        "05" + A + QUOTA_BYTES),
                row(
                        LedgerOperation.class,
                        new LedgerOperation.EndDelegation(ACCOUNT_A, SCOPE),
                        "03" + A + SCOPE_BYTES),
                row(LedgerOperation.class, new LedgerOperation.EndDelegations(), "06"),
                // The tag of the application stands before that of the operation; likewise events and results.
                row(Operation.class, new LedgerOperation.Barrier(5), "00 | 00 | 05 00 00 00 00 00 00 00"),
                row(Operation.class, new Notes.Request.Alone(), "09 | 03"));
    }

    static List<Row<?>> events() {
        return List.of(
                row(LedgerEvent.class, new LedgerEvent.GapPassed(7, TIME), "00" + SEVEN + TIME_BYTES),
                row(LedgerEvent.class, new LedgerEvent.AccountOpened(ACCOUNT_A, ACCOUNT_B), "01" + A + B),
                row(
                        LedgerEvent.class,
                        new LedgerEvent.Delegated(ACCOUNT_A, ACCOUNT_B, SCOPE, Optional.empty(), TIME),
                        "02" + A + B + SCOPE_BYTES + "00" + TIME_BYTES),
                row(LedgerEvent.class, new LedgerEvent.AuthorityChanged(ACCOUNT_A), "04" + A),
                row(LedgerEvent.class, new LedgerEvent.QuotaChanged(ACCOUNT_A, ACCOUNT_B), "05" + A + B),
                row(
                        LedgerEvent.class,
                        new LedgerEvent.DelegationEnded(ACCOUNT_A, ACCOUNT_B, SCOPE, true),
                        "03" + A + B + SCOPE_BYTES + "01"),
                row(Event.class, new LedgerEvent.AccountOpened(ACCOUNT_A, ACCOUNT_B), "00 | 01" + A + B),
                row(
                        new EventPage.Placed(
                                new EventPlace(7, 2), TIME, 0, new LedgerEvent.AccountOpened(ACCOUNT_A, ACCOUNT_B)),
                        SEVEN + "02 00 00 00" + TIME_BYTES + "00 00 00 00 | 00 | 01" + A + B));
    }

    static List<Row<?>> results() {
        return List.of(
                row(LedgerResult.class, new LedgerResult.Done(), "00"),
                row(LedgerResult.class, new LedgerResult.Opened(ACCOUNT_A), "01" + A),
                row(Result.class, new LedgerResult.Opened(ACCOUNT_A), "00 | 01" + A),
                row(
                        GroupOutcome.class,
                        new GroupOutcome.Applied(List.of(Bytes.hex("2a2b"), Bytes.EMPTY)),
                        "00 | 02 00 00 00 | 02 00 00 00 2a 2b | 00 00 00 00"),
                row(
                        GroupOutcome.class,
                        new GroupOutcome.Refused(3, 1, 17),
                        "01 | 03 00 00 00 | 01 00 00 00 | 11 00 00 00"),
                row(RECEIPT, RECEIPT_BYTES),
                row(Answer.class, new Answer.Applied(9, RECEIPT), "00 | 09 00 00 00 00 00 00 00" + RECEIPT_BYTES),
                row(Answer.class, new Answer.NeverHappened(7), "01" + SEVEN),
                row(Answer.class, new Answer.Forgotten(7), "02" + SEVEN),
                row(Answer.class, new Answer.Pending(7), "03" + SEVEN),
                row(new LedgerPort.Settled(new Answer.Pending(7), Optional.empty()), "03" + SEVEN + "00"),
                row(
                        new LedgerPort.Settled(
                                new Answer.Pending(7), Optional.of(List.of(List.of(), List.of(new LedgerResult.Done())))),
                        "03" + SEVEN + "01 | 02 00 00 00 | 00 00 00 00 | 01 00 00 00 | 00 00"));
    }

    static List<Row<?>> transactions() {
        return List.of(
                row(TRANSACTION, TRANSACTION_BYTES),
                row(
                        Proof.class,
                        new Proof.OneSignature(Bytes.hex(KEY), Bytes.hex("88".repeat(64))),
                        "00" + KEY + "88".repeat(64)),
                row(
                        new SignedTransaction(
                                Bytes.hex("010203"),
                                new Proof.OneSignature(Bytes.hex(KEY), Bytes.hex("88".repeat(64)))),
                        "03 00 00 00 01 02 03 | 00" + KEY + "88".repeat(64)),
                row(
                        Proof.class,
                        new Proof.ManySignatures(List.of(
                                new Proof.OneSignature(Bytes.hex(A), Bytes.hex("88".repeat(64))),
                                new Proof.OneSignature(Bytes.hex(KEY), Bytes.hex("99".repeat(64))))),
                        "01 | 02 00 00 00" + A + "88".repeat(64) + KEY + "99".repeat(64)),
                row(Authority.class, ONE_KEY, "00" + KEY),
                row(Authority.class, ONE_OF_TWO, ONE_OF_TWO_BYTES),
                row(QUOTA, QUOTA_BYTES),
                row(new Account(ONE_KEY, QUOTA, ACCOUNT_B, 7), "00" + KEY + QUOTA_BYTES + B + SEVEN),
                row(
                        new Usage(1, 2, 3, 4, 5, 6),
                        "01 00 00 00 00 00 00 00 | 02 00 00 00 00 00 00 00 | 03 00 00 00 00 00 00 00"
                                + "04 00 00 00 00 00 00 00 | 05 00 00 00 00 00 00 00 | 06 00 00 00 00 00 00 00"),
                row(
                        new NodeUsage(1, 2, 3, 4),
                        "01 00 00 00 00 00 00 00 | 02 00 00 00 00 00 00 00 | 03 00 00 00 00 00 00 00"
                                + "04 00 00 00 00 00 00 00"),
                row(
                        new Accounts.Given(ACCOUNT_A, SCOPE, Optional.of(Uint256.of(5)), TIME),
                        A + SCOPE_BYTES + "01" + FIVE_BYTES + TIME_BYTES));
    }

    static List<Row<?>> networkAndNode() {
        return List.of(
                row(CARD, CARD_BYTES),
                row(GENESIS.parameters(), PARAMETERS_BYTES),
                row(
                        GENESIS,
                        "03 00 00 00 6e 65 74" + HASH + "01" + TIME_BYTES + PARAMETERS_BYTES + "01 00 00 00"
                                + CARD_BYTES + "01 00 00 00 | 07 00 00 00 64 65 66 61 75 6c 74" + KEY + "00"),
                row(
                        GENESIS.from(ORIGIN),
                        "03 00 00 00 6e 65 74" + HASH + "01" + TIME_BYTES + PARAMETERS_BYTES + "01 00 00 00"
                                + CARD_BYTES + "01 00 00 00 | 07 00 00 00 64 65 66 61 75 6c 74" + KEY
                                + "01" + ORIGIN_BYTES),
                row(ORIGIN, ORIGIN_BYTES),
                row(new Head(7, TIME, 1, Bytes.hex(HASH)), SEVEN + TIME_BYTES + "01 00 00 00 00 00 00 00" + HASH),
                row(HEALTH, HEALTH_BYTES),
                row(
                        new NodeStatus(
                                CARD, HEALTH, new Guarantees("e", "f", "", 10), TIME, Bytes.hex(HASH), 7, 2),
                        CARD_BYTES + HEALTH_BYTES + "01 00 00 00 65 | 01 00 00 00 66 | 00 00 00 00 | 0a 00 00 00"
                                + TIME_BYTES + HASH + SEVEN + "02 00 00 00"),
                row(
                        new AccountAnswer(
                                7,
                                ACCOUNT_A,
                                new Account(ONE_KEY, QUOTA, ACCOUNT_B, 0),
                                new Usage(7, 0, 0, 0, 0, 0),
                                List.of(new Accounts.Given(ACCOUNT_A, SCOPE, Optional.empty(), TIME))),
                        SEVEN + A + "00" + KEY + QUOTA_BYTES + B + "00".repeat(8) + SEVEN + "00".repeat(40)
                                + "01 00 00 00" + A + SCOPE_BYTES + "00" + TIME_BYTES),
                row(new DigestAnswer(7, Bytes.hex(HASH)), SEVEN + HASH));
    }

    static List<Row<?>> rows() {
        List<Row<?>> rows = new ArrayList<>();
        rows.addAll(operations());
        rows.addAll(events());
        rows.addAll(results());
        rows.addAll(transactions());
        rows.addAll(networkAndNode());
        rows.addAll(numbers(Health.State.class, "ORDERING", "CATCHING_UP", "HALTED"));
        rows.addAll(numbers(
                Admission.Reason.class,
                "TOO_LARGE",
                "MALFORMED",
                "WRONG_NETWORK",
                "EXPIRED",
                "VALID_TOO_LONG",
                "BAD_SIGNATURE",
                "UNKNOWN_ACCOUNT",
                "NOT_AUTHORIZED",
                "HALTED",
                "BUSY",
                "OVER_QUOTA"));
        return rows;
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
    void aNetworkIsNamedByTheHashOfItsGenesis() {
        assertThat(GENESIS.networkId()).hasToString("5f6097c04ecbd7a4aaec8d6e2d0d91c01d075481e1737fd466c4ef6a87f101c5");
    }

    @Test
    void anAccountIsNamedByTheHashOfItsKey() {
        assertThat(AccountId.ofKey(Bytes.hex(KEY))).hasToString("7f3dcbdff6cab5af67302f0c57146e99cba3197f68ad5187bdfe04bf27b2c27b");
    }

    @Test
    void aTransactionIsNamedByItsTimeAndItsHash() {
        Bytes bytes = SCHEMA.codec(Transaction.class).encode(TRANSACTION);

        assertThat(TransactionId.of(TIME, bytes).value().toHex())
                .isEqualTo("0000018bcfe56800" + "2c20cef6912a39b13c575eecec8864685a3422530057eb34");
    }
}

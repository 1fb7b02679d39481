package org.allmende.coordination;

import static org.allmende.coordination.Words.b;
import static org.allmende.ledger.encoding.Golden.numbers;
import static org.allmende.ledger.encoding.Golden.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allmende.coordination.Compare.Expected;
import org.allmende.coordination.Compare.Relation;
import org.allmende.coordination.CoordinationOperation.OfAUser;
import org.allmende.coordination.CoordinationTables.Auth;
import org.allmende.coordination.CoordinationTables.AuthKey;
import org.allmende.coordination.CoordinationTables.Change;
import org.allmende.coordination.CoordinationTables.ChangeKey;
import org.allmende.coordination.CoordinationTables.Grace;
import org.allmende.coordination.CoordinationTables.GraceKey;
import org.allmende.coordination.CoordinationTables.Keyspace;
import org.allmende.coordination.CoordinationTables.KeyspaceName;
import org.allmende.coordination.CoordinationTables.Lease;
import org.allmende.coordination.CoordinationTables.LeaseKey;
import org.allmende.coordination.CoordinationTables.Leased;
import org.allmende.coordination.CoordinationTables.LeasedKey;
import org.allmende.coordination.CoordinationTables.Role;
import org.allmende.coordination.CoordinationTables.RoleKey;
import org.allmende.coordination.CoordinationTables.Space;
import org.allmende.coordination.CoordinationTables.SpaceKey;
import org.allmende.coordination.CoordinationTables.Sweep;
import org.allmende.coordination.CoordinationTables.SweepKey;
import org.allmende.coordination.CoordinationTables.User;
import org.allmende.coordination.CoordinationTables.UserKey;
import org.allmende.coordination.CoordinationTables.Version;
import org.allmende.coordination.CoordinationTables.VersionKey;
import org.allmende.coordination.CoordinationTables.Writer;
import org.allmende.coordination.CoordinationTables.WriterKey;
import org.allmende.coordination.KeyPermission.Access;
import org.allmende.coordination.RangeRequest.SortOrder;
import org.allmende.coordination.RangeRequest.SortTarget;
import org.allmende.ledger.Result;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Golden;
import org.allmende.ledger.encoding.Golden.Row;
import org.allmende.ledger.encoding.KeyCodec;
import org.allmende.ledger.encoding.OrderedKeys;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.transaction.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of everything coordination signs, stores or sends, so that they stay what they are: a change here breaks
 * every client and every stored byte. They were written by hand from Borsh's description, those of keys from
 * {@link OrderedKeys}'.
 */
class CoordinationGoldenTest {
    private static final Schema SCHEMA = Schema.standard()
            .with(Operation.class, Map.of(Coordination.TAG, CoordinationOperation.class))
            .with(Result.class, Map.of(Coordination.TAG, CoordinationResult.class));

    private static final String A = "11".repeat(32);
    private static final AccountId ACCOUNT = AccountId.parse(A);

    /** Eight bytes each. */
    private static final String ZERO = "00 00 00 00 00 00 00 00 |";

    private static final String ONE = "01 00 00 00 00 00 00 00 |";
    private static final String TWO = "02 00 00 00 00 00 00 00 |";
    private static final String THREE = "03 00 00 00 00 00 00 00 |";
    private static final String FOUR = "04 00 00 00 00 00 00 00 |";
    private static final String SEVEN = "07 00 00 00 00 00 00 00 |";

    private static final String EMPTY = "00 00 00 00 |";
    private static final String SPACE = "02 00 00 00 6b 73 |";
    private static final String KEY = "01 00 00 00 61 |";
    private static final String END = "01 00 00 00 62 |";
    private static final String VALUE = "02 00 00 00 ff 00 |";

    private static final PutRequest PUT = new PutRequest(b("a"), b("\u00ff\0"), 7, true, false, true);
    private static final String PUT_BYTES = KEY + VALUE + SEVEN + "01 00 01 |";
    private static final RangeRequest RANGE = new RangeRequest(
            b("a"), b("b"), 1, 2, SortOrder.DESCEND, SortTarget.VALUE, true, false, 1, 2, 3, 4);
    private static final String RANGE_BYTES =
            KEY + END + ONE + TWO + "02 | 04 | 01 | 00 |" + ONE + TWO + THREE + FOUR;
    private static final DeleteRangeRequest DELETE = new DeleteRangeRequest(b("a"), b("b"), true);
    private static final String DELETE_BYTES = KEY + END + "01 |";
    private static final Compare COMPARE =
            new Compare(b("a"), b("b"), Relation.NOT_EQUAL, new Expected.Value(b("\u00ff\0")));
    private static final String COMPARE_BYTES = KEY + END + "03 | 03" + VALUE;
    private static final TxnRequest TXN =
            new TxnRequest(List.of(COMPARE), List.of(PUT, DELETE), List.of(new TxnRequest(List.of(), List.of(), List.of())));
    private static final String TXN_BYTES = "01 00 00 00 |" + COMPARE_BYTES + "02 00 00 00 | 00" + PUT_BYTES + "02"
            + DELETE_BYTES + "01 00 00 00 | 03" + EMPTY + EMPTY + EMPTY;

    private static final KeyValue KEY_VALUE = new KeyValue(b("a"), 1, 2, 3, b("\u00ff\0"), 4);
    private static final String KEY_VALUE_BYTES = KEY + ONE + TWO + THREE + VALUE + FOUR;
    private static final PutResult PUT_RESULT = new PutResult(2, Optional.of(KEY_VALUE));
    private static final String PUT_RESULT_BYTES = TWO + "01" + KEY_VALUE_BYTES;
    private static final RangeResult RANGE_RESULT = new RangeResult(2, List.of(KEY_VALUE), 3, true);
    private static final String RANGE_RESULT_BYTES = TWO + "01 00 00 00 |" + KEY_VALUE_BYTES + THREE + "01 |";
    private static final DeleteRangeResult DELETE_RESULT = new DeleteRangeResult(2, 1, List.of(KEY_VALUE));
    private static final String DELETE_RESULT_BYTES = TWO + ONE + "01 00 00 00 |" + KEY_VALUE_BYTES;
    private static final TxnResult TXN_RESULT =
            new TxnResult(2, true, List.of(PUT_RESULT, new TxnResult(2, false, List.of())));
    private static final String TXN_RESULT_BYTES =
            TWO + "01 | 02 00 00 00 | 00" + PUT_RESULT_BYTES + "03" + TWO + "00 |" + EMPTY;

    private static final LeaseInfo LEASE = new LeaseInfo(7, ACCOUNT, 2, 3, 1);
    private static final String LEASE_BYTES = SEVEN + A + TWO + THREE + "01 00 00 00 |";

    private static final String NAME_U = "01 00 00 00 | 75";
    private static final String NAME_R = "01 00 00 00 | 72";
    private static final KeyPermission PERMISSION = new KeyPermission(Access.WRITE, b("a"), Bytes.EMPTY);
    private static final String PERMISSION_BYTES = "01" + KEY + EMPTY;
    private static final AuthUser USER = new AuthUser("u", true, List.of("r"));
    private static final Alarm ALARM = new Alarm(Alarm.Kind.CORRUPT, 7);
    private static final String ALARM_BYTES = "02" + SEVEN;
    private static final AuthRole ROLE = new AuthRole("r", List.of(PERMISSION));

    static List<Row<?>> operations() {
        return List.of(
                row(CoordinationOperation.class, new CoordinationOperation.CreateKeyspace("ks"), "00" + SPACE),
                row(
                        CoordinationOperation.class,
                        new CoordinationOperation.AllowWriter("ks", ACCOUNT, b("a")),
                        "01" + SPACE + A + KEY),
                row(
                        CoordinationOperation.class,
                        new CoordinationOperation.DisallowWriter("ks", ACCOUNT, Bytes.EMPTY),
                        "02" + SPACE + A + EMPTY),
                row(CoordinationOperation.class, new CoordinationOperation.Put("ks", PUT), "03" + SPACE + PUT_BYTES),
                row(
                        CoordinationOperation.class,
                        new CoordinationOperation.DeleteRange("ks", DELETE),
                        "04" + SPACE + DELETE_BYTES),
                row(CoordinationOperation.class, new CoordinationOperation.Txn("ks", TXN), "05" + SPACE + TXN_BYTES),
                row(CoordinationOperation.class, new CoordinationOperation.Compact("ks", 7), "06" + SPACE + SEVEN),
                row(
                        CoordinationOperation.class,
                        new CoordinationOperation.GrantLease("ks", 7, 2, b("a")),
                        "07" + SPACE + SEVEN + TWO + KEY),
                row(
                        CoordinationOperation.class,
                        new CoordinationOperation.RenewLeases("ks", List.of(7L, 1L)),
                        "08" + SPACE + "02 00 00 00 |" + SEVEN + ONE),
                row(
                        CoordinationOperation.class,
                        new CoordinationOperation.RevokeLease("ks", 7),
                        "09" + SPACE + SEVEN),
                row(
                        CoordinationOperation.class,
                        new CoordinationOperation.ChangeAuth("ks", new AuthChange.Enable()),
                        "0a" + SPACE + "00"),
                row(
                        CoordinationOperation.class,
                        new CoordinationOperation.AsUser("u", 7, new CoordinationOperation.Compact("ks", 7)),
                        "0b" + NAME_U + SEVEN + "06" + SPACE + SEVEN),
                row(CoordinationOperation.class, new CoordinationOperation.SetQuota("ks", 7), "0c" + SPACE + SEVEN),
                row(
                        CoordinationOperation.class,
                        new CoordinationOperation.ChangeAlarm("ks", ALARM, true),
                        "0d" + SPACE + ALARM_BYTES + "01"),
                row(
                        CoordinationOperation.class,
                        new CoordinationOperation.ReportNoSpace("ks", 7, b("a")),
                        "0e" + SPACE + SEVEN + KEY),
                // The tag of the application stands before that of the operation; likewise of the result.
                row(Operation.class, new CoordinationOperation.Compact("ks", 7), "01 | 06" + SPACE + SEVEN),
                row(Result.class, new CoordinationResult.Done(7), "01 | 05" + SEVEN));
    }

    /** As they are on their own. */
    static List<Row<?>> ofAUser() {
        return List.of(
                row(OfAUser.class, new CoordinationOperation.Put("ks", PUT), "03" + SPACE + PUT_BYTES),
                row(OfAUser.class, new CoordinationOperation.DeleteRange("ks", DELETE), "04" + SPACE + DELETE_BYTES),
                row(OfAUser.class, new CoordinationOperation.Txn("ks", TXN), "05" + SPACE + TXN_BYTES),
                row(OfAUser.class, new CoordinationOperation.Compact("ks", 7), "06" + SPACE + SEVEN),
                row(
                        OfAUser.class,
                        new CoordinationOperation.GrantLease("ks", 7, 2, b("a")),
                        "07" + SPACE + SEVEN + TWO + KEY),
                row(
                        OfAUser.class,
                        new CoordinationOperation.RenewLeases("ks", List.of(7L)),
                        "08" + SPACE + "01 00 00 00 |" + SEVEN),
                row(OfAUser.class, new CoordinationOperation.RevokeLease("ks", 7), "09" + SPACE + SEVEN),
                row(
                        OfAUser.class,
                        new CoordinationOperation.ChangeAuth("ks", new AuthChange.Enable()),
                        "0a" + SPACE + "00"),
                row(
                        OfAUser.class,
                        new CoordinationOperation.ChangeAlarm("ks", ALARM, true),
                        "0d" + SPACE + ALARM_BYTES + "01"));
    }

    static List<Row<?>> authChanges() {
        return List.of(
                row(AuthChange.class, new AuthChange.Enable(), "00"),
                row(AuthChange.class, new AuthChange.Disable(), "01"),
                row(AuthChange.class, new AuthChange.AddUser("u", b("a")), "02" + NAME_U + KEY),
                row(AuthChange.class, new AuthChange.DeleteUser("u"), "03" + NAME_U),
                row(AuthChange.class, new AuthChange.ChangePassword("u", b("a")), "04" + NAME_U + KEY),
                row(AuthChange.class, new AuthChange.GrantRole("u", "r"), "05" + NAME_U + NAME_R),
                row(AuthChange.class, new AuthChange.RevokeRole("u", "r"), "06" + NAME_U + NAME_R),
                row(AuthChange.class, new AuthChange.AddRole("r"), "07" + NAME_R),
                row(AuthChange.class, new AuthChange.DeleteRole("r"), "08" + NAME_R),
                row(
                        AuthChange.class,
                        new AuthChange.GrantPermission("r", PERMISSION),
                        "09" + NAME_R + PERMISSION_BYTES),
                row(
                        AuthChange.class,
                        new AuthChange.RevokePermission("r", b("a"), Bytes.EMPTY),
                        "0a" + NAME_R + KEY + EMPTY));
    }

    static List<Row<?>> requests() {
        return List.of(
                row(Request.class, PUT, "00" + PUT_BYTES),
                row(Request.class, RANGE, "01" + RANGE_BYTES),
                row(Request.class, DELETE, "02" + DELETE_BYTES),
                row(Request.class, TXN, "03" + TXN_BYTES),
                row(COMPARE, COMPARE_BYTES),
                row(Expected.class, new Expected.Version(7), "00" + SEVEN),
                row(Expected.class, new Expected.CreateRevision(7), "01" + SEVEN),
                row(Expected.class, new Expected.ModRevision(7), "02" + SEVEN),
                row(Expected.class, new Expected.Value(b("\u00ff\0")), "03" + VALUE),
                row(Expected.class, new Expected.Lease(7), "04" + SEVEN));
    }

    static List<Row<?>> results() {
        return List.of(
                row(CoordinationResult.class, PUT_RESULT, "00" + PUT_RESULT_BYTES),
                row(CoordinationResult.class, DELETE_RESULT, "02" + DELETE_RESULT_BYTES),
                row(CoordinationResult.class, TXN_RESULT, "03" + TXN_RESULT_BYTES),
                row(CoordinationResult.class, new CoordinationResult.Created(7), "04" + SEVEN),
                row(CoordinationResult.class, new CoordinationResult.Done(7), "05" + SEVEN),
                row(CoordinationResult.class, new CoordinationResult.Compacted(7), "06" + SEVEN),
                row(CoordinationResult.class, new CoordinationResult.Granted(7, 2), "07" + SEVEN + TWO),
                row(
                        CoordinationResult.class,
                        new CoordinationResult.Renewed(7, List.of(2L, 0L)),
                        "08" + SEVEN + "02 00 00 00 |" + TWO + ZERO),
                row(CoordinationResult.class, new CoordinationResult.Revoked(7, 2), "09" + SEVEN + TWO),
                row(Response.class, new PutResult(2, Optional.empty()), "00" + TWO + "00"),
                row(Response.class, RANGE_RESULT, "01" + RANGE_RESULT_BYTES),
                row(Response.class, DELETE_RESULT, "02" + DELETE_RESULT_BYTES),
                row(Response.class, TXN_RESULT, "03" + TXN_RESULT_BYTES));
    }

    static List<Row<?>> events() {
        return List.of(
                row(CoordinationEvent.class, new CoordinationEvent.KeyspaceCreated("ks", ACCOUNT), "00" + SPACE + A),
                row(
                        CoordinationEvent.class,
                        new CoordinationEvent.WriterAllowed("ks", ACCOUNT, b("a")),
                        "01" + SPACE + A + KEY),
                row(
                        CoordinationEvent.class,
                        new CoordinationEvent.WriterDisallowed("ks", ACCOUNT, b("a")),
                        "02" + SPACE + A + KEY),
                row(
                        CoordinationEvent.class,
                        new CoordinationEvent.KeysChanged("ks", 2, 3),
                        "03" + SPACE + TWO + THREE),
                row(CoordinationEvent.class, new CoordinationEvent.Compacted("ks", 7), "04" + SPACE + SEVEN),
                row(
                        CoordinationEvent.class,
                        new CoordinationEvent.LeaseExpired("ks", 7, 2),
                        "05" + SPACE + SEVEN + TWO),
                row(
                        CoordinationEvent.class,
                        new CoordinationEvent.AuthChanged("ks", 7, true),
                        "06" + SPACE + SEVEN + "01"),
                row(CoordinationEvent.class, new CoordinationEvent.SpaceQuotaSet("ks", 7), "07" + SPACE + SEVEN),
                row(
                        CoordinationEvent.class,
                        new CoordinationEvent.AlarmChanged("ks", ALARM, true),
                        "08" + SPACE + ALARM_BYTES + "01"));
    }

    static List<Row<?>> answers() {
        return List.of(
                row(RangeAnswer.class, new RangeAnswer.Found(7, RANGE_RESULT), "00" + SEVEN + RANGE_RESULT_BYTES),
                row(
                        RangeAnswer.class,
                        new RangeAnswer.Refused(7, CoordinationReason.COMPACTED),
                        "01" + SEVEN + "12"),
                row(
                        HistoryAnswer.class,
                        new HistoryAnswer.Page(
                                7,
                                2,
                                3,
                                List.of(
                                        new KeyEvent(KeyEvent.Kind.PUT, KEY_VALUE, Optional.empty()),
                                        new KeyEvent(
                                                KeyEvent.Kind.DELETE,
                                                KeyValue.deleted(b("a"), 2),
                                                Optional.of(KEY_VALUE)))),
                        "00" + SEVEN + TWO + THREE + "02 00 00 00 | 00" + KEY_VALUE_BYTES + "00 | 01" + KEY + ZERO
                                + TWO + ZERO + EMPTY + ZERO + "01" + KEY_VALUE_BYTES),
                row(HistoryAnswer.class, new HistoryAnswer.Compacted(7, 2, 1), "01" + SEVEN + TWO + ONE),
                row(
                        HistoryAnswer.class,
                        new HistoryAnswer.Refused(7, CoordinationReason.KEYSPACE_NOT_FOUND),
                        "02" + SEVEN + "01"),
                row(
                        KeyspaceAnswer.class,
                        new KeyspaceAnswer.Found(
                                7,
                                new KeyspaceInfo("ks", ACCOUNT, 2, -1),
                                List.of(new KeyspaceAnswer.Writer(ACCOUNT, b("a")))),
                        "00" + SEVEN + SPACE + A + TWO + "ff ff ff ff ff ff ff ff | 01 00 00 00 |" + A + KEY),
                row(KeyspaceAnswer.class, new KeyspaceAnswer.NotFound(7), "01" + SEVEN),
                row(
                        new KeyspacesAnswer(7, List.of(new KeyspaceInfo("ks", ACCOUNT, 2, 1))),
                        SEVEN + "01 00 00 00 |" + SPACE + A + TWO + ONE),
                row(
                        LeasesAnswer.class,
                        new LeasesAnswer.Page(7, 2, List.of(LEASE), true),
                        "00" + SEVEN + TWO + "01 00 00 00 |" + LEASE_BYTES + "01"),
                row(LeasesAnswer.class, new LeasesAnswer.NoKeyspace(7), "01" + SEVEN),
                row(
                        LeaseAnswer.class,
                        new LeaseAnswer.Found(7, 2, LEASE, List.of(b("a"))),
                        "00" + SEVEN + TWO + LEASE_BYTES + "01 00 00 00 |" + KEY),
                row(LeaseAnswer.class, new LeaseAnswer.NotFound(7, 2), "01" + SEVEN + TWO),
                row(LeaseAnswer.class, new LeaseAnswer.NoKeyspace(7), "02" + SEVEN),
                row(
                        AuthAnswer.class,
                        new AuthAnswer.Found(7, true, 2, 1, List.of(USER), List.of(ROLE)),
                        "00" + SEVEN + "01" + TWO + ONE + "01 00 00 00 |" + NAME_U + "01 | 01 00 00 00 |" + NAME_R
                                + "01 00 00 00 |" + NAME_R + "01 00 00 00 |" + PERMISSION_BYTES),
                row(AuthAnswer.class, new AuthAnswer.NoKeyspace(7), "01" + SEVEN),
                row(
                        SpaceAnswer.class,
                        new SpaceAnswer.Found(7, 2, 3, List.of(ALARM), true),
                        "00" + SEVEN + TWO + THREE + "01 00 00 00 |" + ALARM_BYTES + "01"),
                row(SpaceAnswer.class, new SpaceAnswer.NoKeyspace(7), "01" + SEVEN));
    }

    static List<Row<?>> stored() {
        return List.of(
                row(new Keyspace(2, ACCOUNT, 7, -1), "02 00 00 00 |" + A + SEVEN + "ff ff ff ff ff ff ff ff"),
                row(new Writer(7), SEVEN),
                row(new Version(1, 2, 3, b("\u00ff\0")), ONE + TWO + THREE + VALUE),
                row(Version.TOMBSTONE, ZERO + ZERO + ZERO + EMPTY),
                row(new Change(b("a")), KEY),
                row(new Sweep(7, 2, 5, 3), SEVEN + TWO + "05 00 00 00" + THREE),
                row(new Lease(ACCOUNT, 2, 7, 3, 1), A + TWO + SEVEN + THREE + "01 00 00 00"),
                row(Leased.IT_IS, ""),
                row(new Grace(7), SEVEN),
                row(new Auth(7, 2), SEVEN + TWO),
                row(new User(b("a"), List.of("r")), KEY + "01 00 00 00 |" + NAME_R),
                row(new Role(List.of(PERMISSION)), "01 00 00 00 |" + PERMISSION_BYTES),
                row(new Space(7, 2, List.of(ALARM)), SEVEN + TWO + "01 00 00 00 |" + ALARM_BYTES));
    }

    static List<Row<?>> rows() {
        List<Row<?>> rows = new ArrayList<>();
        rows.addAll(operations());
        rows.addAll(ofAUser());
        rows.addAll(authChanges());
        rows.addAll(requests());
        rows.addAll(results());
        rows.addAll(events());
        rows.addAll(answers());
        rows.addAll(stored());
        rows.addAll(numbers(Relation.class, "EQUAL", "GREATER", "LESS", "NOT_EQUAL"));
        rows.addAll(numbers(SortOrder.class, "NONE", "ASCEND", "DESCEND"));
        rows.addAll(numbers(SortTarget.class, "KEY", "VERSION", "CREATE", "MOD", "VALUE"));
        rows.addAll(numbers(KeyEvent.Kind.class, "PUT", "DELETE"));
        rows.addAll(numbers(Access.class, "READ", "WRITE", "READWRITE"));
        rows.addAll(numbers(Alarm.Kind.class, "NONE", "NO_SPACE", "CORRUPT"));
        rows.addAll(numbers(
                CoordinationReason.class,
                "TWO_KEYSPACES",
                "KEYSPACE_NOT_FOUND",
                "TOO_MANY_OPERATIONS",
                "EMPTY_KEY",
                "KEY_TOO_LARGE",
                "VALUE_PROVIDED",
                "LEASE_PROVIDED",
                "DUPLICATE_KEY",
                "REQUEST_TOO_LARGE",
                "NOT_ALLOWED",
                "KEYSPACE_EXISTS",
                "TOO_MANY_KEYSPACES",
                "ACCOUNT_NOT_OPEN",
                "TOO_MANY_WRITERS",
                "WRITER_NOT_FOUND",
                "LEASE_NOT_FOUND",
                "KEY_NOT_FOUND",
                "FUTURE_REVISION",
                "COMPACTED",
                "TOO_MANY_KEYS",
                "ANSWER_TOO_LARGE",
                "TOO_MUCH_IN_ONE_ROUND",
                "OVER_QUOTA",
                "LEASE_EXISTS",
                "LEASE_TOO_LONG",
                "LEASE_FULL",
                "USER_EMPTY",
                "AUTH_REVISION_OLD",
                "USER_NOT_ALLOWED",
                "ROOT_USER_MISSING",
                "ROOT_ROLE_MISSING",
                "USER_EXISTS",
                "USER_NOT_FOUND",
                "ROLE_EMPTY",
                "ROLE_EXISTS",
                "ROLE_NOT_FOUND",
                "ROLE_NOT_GRANTED",
                "PERMISSION_EMPTY",
                "PERMISSION_NOT_GRANTED",
                "ROOT_IS_NEEDED",
                "AUTH_FULL",
                "NO_SPACE",
                "SAID_TO_BE_CORRUPT",
                "SPACE_LEFT",
                "ALARM_NOT_FOUND",
                "TOO_MANY_ALARMS"));
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
    void keysOfRowsAreBigEndianAndEscapeBytesThatDoNotComeLast() throws Exception {
        key(KeyspaceName.class, new KeyspaceName("ks"), "6b73");
        key(WriterKey.class, new WriterKey(2, ACCOUNT, b("a\0")), "00000002" + A + "6100");
        key(VersionKey.class, new VersionKey(2, b("a\0"), 7, 5), "00000002" + "6100ff0000" + "0000000000000007" + "00000005");
        key(ChangeKey.class, new ChangeKey(2, 7, 5), "00000002" + "0000000000000007" + "00000005");
        key(SweepKey.class, new SweepKey(2), "00000002");
        key(LeaseKey.class, LeaseKey.of(2, 7), "00000002" + "8000000000000007");
        key(LeaseKey.class, LeaseKey.of(2, -1), "00000002" + "7fffffffffffffff");
        key(LeasedKey.class, new LeasedKey(LeaseKey.of(2, 7), b("a\0")), "00000002" + "8000000000000007" + "6100");
        key(GraceKey.class, new GraceKey(), "");
        key(AuthKey.class, new AuthKey(2), "00000002");
        key(UserKey.class, new UserKey(2, "u"), "00000002" + "75");
        key(RoleKey.class, new RoleKey(2, "r"), "00000002" + "72");
        key(SpaceKey.class, new SpaceKey(2), "00000002");
    }

    private static <K extends Record> void key(Class<K> type, K key, String bytes) throws Exception {
        KeyCodec<K> codec = OrderedKeys.of(type);
        assertThat(codec.encode(key).toHex()).isEqualTo(bytes);
        assertThat(codec.decode(Bytes.hex(bytes))).isEqualTo(key);
    }
}

package org.allmende.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allmende.ledger.AppliedHeight;
import org.allmende.ledger.Bench;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.Result;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.port.EventPage.Placed;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.table.View;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.verification.Verification;

/** Coordination on a real ledger, a round for every request; keyspace {@code default} is {@link #OWNER}'s. */
final class Scene {
    static final String KEYSPACE = "default";

    /** From one round with transactions to the next, unless somebody says otherwise. */
    static final long ROUND_MILLIS = 10;

    static final Bytes OWNER = Bench.OWNER;
    static final Bytes WRITER = Bench.secret("writer");
    static final Bytes STRANGER = Bench.secret("stranger");

    private static final Genesis GENESIS = Bench.genesis(Parameters.DEFAULT);

    private final List<AppliedHeight> heights = new ArrayList<>();
    private final Map<Integer, Map<Bytes, Bytes>> kept = new TreeMap<>();
    private final List<Coordination> made = new ArrayList<>();
    private final Ledger ledger;
    private List<Change> changes = List.of();
    private long salt;

    Scene() {
        this(Map.of());
        for (Bytes secret : List.of(WRITER, STRANGER)) {
            apply(Bench.OPERATOR, OpenAccount.ofKey(Ed25519.publicKey(secret), Quota.STANDARD));
        }
    }

    private Scene(Map<Integer, Map<Bytes, Bytes>> kept) {
        kept.forEach((table, entries) -> this.kept.put(table, new TreeMap<>(entries)));
        ledger = new Ledger(
                GENESIS,
                tables -> {
                    made.add(new Coordination(tables));
                    return made;
                },
                schema -> new Verification(GENESIS.networkId(), schema, Runnable::run),
                new Ledger.Observer() {
                    @Override
                    public void applied(AppliedHeight height) {
                        heights.add(height);
                    }
                });
        List<Entry> rows = new ArrayList<>();
        kept.forEach((table, entries) -> entries.forEach((key, value) -> rows.add(new Entry(table, key, value))));
        ledger.restore(rows);
    }

    /** The same network, rebuilt from the rows an engine keeps, as after a restart. */
    Scene restarted() {
        Scene restarted = new Scene(kept);
        restarted.salt = salt;
        return restarted;
    }

    static AccountId account(Bytes secret) {
        return Bench.account(secret);
    }

    Coordination coordination() {
        return made.getFirst();
    }

    View view() {
        return ledger.view();
    }

    Bytes digest() {
        return ledger.digest(view());
    }

    /** What the last height told the world. */
    List<Placed> events() {
        return heights.getLast().events();
    }

    /** How many rows of coordination the last height changed. */
    long rowsChanged() {
        return changes.stream()
                .filter(change -> change.table() >> 8 == Coordination.TAG)
                .count();
    }

    /** Rows of coordination's tables, under their own names. */
    long rows(String table) {
        return ledger.rows(view()).getOrDefault("coordination." + table, 0L);
    }

    /** When the ledger wants its next round. */
    long nextDueInMillis() {
        return ledger.nextExpectedMillis() - ledger.timeMillis();
    }

    /** A round without transactions; no height where the ledger expects none yet. */
    void pass(long millis) {
        round(ledger.timeMillis() + millis, List.of());
    }

    /** A round at this agreed time, and before it those that the ledger expects, so that there is no gap. */
    void passTo(long millis) {
        while (ledger.nextExpectedMillis() < millis) {
            round(ledger.nextExpectedMillis(), List.of());
        }
        apply(millis, OWNER, List.of(Group.of(Words.operation(KEYSPACE, Words.get("nothing")))));
    }

    /** The owner applies one request, in a group, transaction and round of its own. */
    Said apply(Request request) {
        return apply(OWNER, Words.operation(KEYSPACE, request));
    }

    Said apply(Bytes secret, Operation... group) {
        return apply(secret, List.of(Group.of(group))).getFirst();
    }

    /** Several groups, applied in order in one transaction. */
    List<Said> apply(Bytes secret, List<Group> groups) {
        return apply(ledger.timeMillis() + ROUND_MILLIS, secret, groups);
    }

    private List<Said> apply(long timeMillis, Bytes secret, List<Group> groups) {
        Signer signer = Signer.of(ledger.schema(), secret);
        Transaction transaction = new Transaction(
                GENESIS.networkId(), signer.account(), ledger.timeMillis() + 30_000, salt++, groups);
        round(timeMillis, List.of(signer.sign(transaction)));
        AppliedHeight.Settled settled = heights.getLast().settled().getFirst();
        List<Said> said = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            said.add(said(settled.receipt().outcomes().get(i), settled.results().get(i)));
        }
        return said;
    }

    private Said said(GroupOutcome outcome, List<Result> results) {
        return switch (outcome) {
            case GroupOutcome.Applied applied -> {
                for (int i = 0; i < results.size(); i++) {
                    if (results.get(i) instanceof CoordinationResult result) {
                        checkEncodes(CoordinationResult.class, result);
                    }
                }
                yield new Said.Applied(results, applied.summaries());
            }
            case GroupOutcome.Refused refused ->
                new Said.Refused(
                        refused.operation(),
                        CoordinationReason.of(refused));
        };
    }

    private void round(long timeMillis, List<Bytes> transactions) {
        changes = ledger.apply(new Round(
                        timeMillis,
                        0,
                        transactions.stream()
                                .map(bytes -> new Round.Brought(0, bytes))
                                .toList()))
                .changes();
        for (Change change : changes) {
            Map<Bytes, Bytes> table = kept.computeIfAbsent(change.table(), number -> new TreeMap<>());
            Bytes value = change.value();
            if (value == null) {
                table.remove(change.key());
            } else {
                table.put(change.key(), value);
            }
        }
    }

    RangeAnswer range(RangeRequest request) {
        return encoded(RangeAnswer.class, coordination().range(view(), KEYSPACE, request));
    }

    HistoryAnswer history(HistoryRequest request) {
        return encoded(HistoryAnswer.class, coordination().history(view(), KEYSPACE, request));
    }

    LeasesAnswer leases() {
        return encoded(
                LeasesAnswer.class,
                coordination().leases(view(), KEYSPACE, Long.MIN_VALUE, LeasesAnswer.LEASES_MAX));
    }

    /** With its keys. */
    LeaseAnswer lease(long id) {
        return encoded(LeaseAnswer.class, coordination().lease(view(), KEYSPACE, id, true));
    }

    AuthAnswer.Found auth() {
        return (AuthAnswer.Found) encoded(AuthAnswer.class, coordination().authAnswer(view(), KEYSPACE));
    }

    SpaceAnswer.Found space() {
        return (SpaceAnswer.Found) encoded(SpaceAnswer.class, coordination().space(view(), KEYSPACE));
    }

    /** The rows that an engine keeps of one of coordination's tables. */
    Map<Bytes, Bytes> kept(int table) {
        return Map.copyOf(kept.getOrDefault(Coordination.TAG << 8 | table, Map.of()));
    }

    /** As before there were rows of that table. */
    Scene restartedWithout(int table) {
        kept.remove(Coordination.TAG << 8 | table);
        return restarted();
    }

    KeyspaceAnswer keyspace(String name) {
        return encoded(KeyspaceAnswer.class, coordination().keyspace(view(), name));
    }

    KeyspaceInfo info() {
        return ((KeyspaceAnswer.Found) keyspace(KEYSPACE)).keyspace();
    }

    /** As a client far away gets it. */
    private static <T> T encoded(Class<T> type, T answer) {
        checkEncodes(type, answer);
        return answer;
    }

    private static <T> void checkEncodes(Class<T> type, T value) {
        Codec<T> codec = Schema.standard().codec(type);
        if (!codec.decodeTrusted(codec.encode(value)).equals(value)) {
            throw new AssertionError("comes back from its encoding as another value: " + value);
        }
    }

    /** What became of a group. */
    sealed interface Said {
        record Applied(List<Result> results, List<Bytes> summaries) implements Said {}

        record Refused(int operation, CoordinationReason reason) implements Said {}

        default Result result() {
            return switch (this) {
                case Applied applied -> applied.results().getFirst();
                case Refused refused -> throw new AssertionError("refused: " + refused);
            };
        }

        /** As {@link Words#text} writes it. */
        default String text() {
            return switch (this) {
                case Applied applied -> Words.text(applied.results());
                case Refused refused -> refused.reason().name();
            };
        }
    }
}

package org.allmende.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine.Applied;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Origin;
import org.allmende.ledger.genesis.OriginRows;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.transaction.TransactionId;
import org.allmende.ledger.verification.Verification;

/** A ledger on a workbench: rounds by hand, and the rows an engine would keep. */
public final class Bench {
    public static final long START = 1_800_000_000_000L;

    public static final Bytes OPERATOR = secret("operator");
    public static final Bytes GATEWAY = secret("gateway");
    public static final Bytes OWNER = secret("owner");

    public final Genesis genesis;
    public final List<AppliedHeight> heights = new ArrayList<>();
    public final TreeMap<Integer, TreeMap<Bytes, Bytes>> kept = new TreeMap<>();
    public final Ledger ledger;
    Notes notes;
    private long salt;

    public Bench() {
        this(Parameters.DEFAULT);
    }

    public Bench(Parameters parameters, long... weights) {
        this(genesis(parameters, weights), OriginRows.NONE);
    }

    /** A network that may start from a checkpoint. */
    @SuppressWarnings("NullAway.Init") // the ledger's constructor makes the notes
    public Bench(Genesis genesis, OriginRows originRows) {
        this.genesis = genesis;
        ledger = new Ledger(
                genesis,
                originRows,
                tables -> {
                    notes = new Notes(tables);
                    return List.of(notes);
                },
                schema -> new Verification(genesis.networkId(), schema, Runnable::run),
                new Ledger.Observer() {
                    @Override
                    public void applied(AppliedHeight height) {
                        heights.add(height);
                    }
                });
        ledger.restore(List.of());
        for (int table : ledger.tables()) {
            ledger.scan(table, Bytes.EMPTY, (key, value) -> keep(table, key, value));
        }
    }

    private boolean keep(int table, Bytes key, Bytes value) {
        kept.computeIfAbsent(table, number -> new TreeMap<>()).put(key, value);
        return true;
    }

    /** What a network would start from that starts from the last height. */
    public Origin origin() {
        Bytes digest = ledger.digest(ledger.view());
        return Statement.of(genesis.networkId(), ledger.head(), digest, dumped().size()).origin();
    }

    /** The rows of all tables, as a checkpoint has them: without the head. */
    public List<Entry> dumped() {
        return rows().stream().filter(row -> row.table() != 0).toList();
    }

    /** @param weights of the nodes; none: one node of weight 1 */
    public static Genesis genesis(Parameters parameters, long... weights) {
        long[] all = weights.length == 0 ? new long[] {1} : weights;
        return new Genesis(
                "bench",
                Digests.sha256("salt"),
                true,
                START,
                parameters,
                IntStream.range(0, all.length).mapToObj(i -> card(i, all[i])).toList(),
                List.of(new GenesisKeyspace("default", Ed25519.publicKey(OWNER))));
    }

    private static NodeCard card(int number, long weight) {
        return new NodeCard(
                number == 0 ? "anna" : "node-" + number,
                "Anna",
                "Nordlicht",
                "north-1",
                "DE",
                weight,
                Bytes.EMPTY,
                Ed25519.publicKey(gateway(number)),
                Ed25519.publicKey(OPERATOR),
                "127.0.0.1",
                7000,
                "http://127.0.0.1:7001");
    }

    /** The secret of a node's gateway. */
    public static Bytes gateway(int number) {
        return number == 0 ? GATEWAY : secret("gateway " + number);
    }

    public static Bytes secret(String name) {
        return Digests.sha256("test secret of " + name);
    }

    public static AccountId account(Bytes secret) {
        return AccountId.ofKey(Ed25519.publicKey(secret));
    }

    public static Group group(Operation... operations) {
        return Group.of(operations);
    }

    /** A transaction of the operator's, valid for 30 s from now. */
    public Signed sign(Group... groups) {
        return sign(OPERATOR, ledger.timeMillis() + 30_000, groups);
    }

    public Signed sign(Bytes secret, long validUntilMillis, Group... groups) {
        return signFor(account(secret), secret, validUntilMillis, groups);
    }

    /** In the name of an account, whether or not the key is its authority. */
    public Signed signFor(AccountId sender, Bytes secret, long validUntilMillis, Group... groups) {
        return new Signed(
                Signer.of(ledger.schema(), secret),
                new Transaction(genesis.networkId(), sender, validUntilMillis, salt++, Arrays.asList(groups)),
                ledger);
    }

    /** A transaction and its bytes. */
    public record Signed(Signer signer, Transaction transaction, Ledger ledger) {
        public Bytes bytes() {
            return signer.sign(transaction);
        }

        public TransactionId id() {
            return TransactionId.of(
                    transaction.validUntilMillis(),
                    ledger.schema().codec(Transaction.class).encode(transaction));
        }
    }

    /** One round this long after the last height. */
    public Applied after(long millis, Signed... transactions) {
        return round(0, ledger.timeMillis() + millis, Arrays.stream(transactions).map(Signed::bytes).toList());
    }

    public Applied round(long epoch, long timeMillis, List<Bytes> transactions) {
        return apply(new Round(
                timeMillis,
                epoch,
                transactions.stream().map(bytes -> new Round.Brought(0, bytes)).toList()));
    }

    public Applied apply(Round round) {
        Applied applied = ledger.apply(round);
        for (Change change : applied.changes()) {
            TreeMap<Bytes, Bytes> table = kept.computeIfAbsent(change.table(), number -> new TreeMap<>());
            Bytes value = change.value();
            if (value == null) {
                table.remove(change.key());
            } else {
                keep(change.table(), change.key(), value);
            }
        }
        return applied;
    }

    /** The rows an engine would give back. */
    public List<Entry> rows() {
        List<Entry> rows = new ArrayList<>();
        kept.forEach((table, entries) -> entries.forEach((key, value) -> rows.add(new Entry(table, key, value))));
        return rows;
    }

    public AppliedHeight last() {
        return heights.getLast();
    }
}

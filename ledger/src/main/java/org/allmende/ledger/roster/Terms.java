package org.allmende.ledger.roster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.KeyCodec;
import org.allmende.ledger.encoding.OrderedKeys;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.table.TableView;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;

/** All rosters there were, the one in force, and the one that has passed and waits; with the signatures under each. */
final class Terms {
    /** The numbers of its two tables within the application. */
    static final int ROSTERS = 0;

    static final int VOUCHES = 1;

    static final Codec<Term> TERMS = Schema.standard().codec(Term.class);
    static final KeyCodec<Signature> SIGNATURES = OrderedKeys.of(Signature.class);
    static final Codec<Signed> SIGNED = Schema.standard().codec(Signed.class);

    private final Table<Epoch, Term> terms;
    private final Table<Signature, Signed> signatures;

    /** The epoch from which a roster is in force. */
    record Epoch(long epoch) {}

    /** That of a node of the roster before. */
    record Signature(long epoch, int node) {}

    /** What it signed with. */
    record Signed(@Fixed(64) Bytes signature) {}

    Terms(Tables tables, int application) {
        terms = tables.declare(application, ROSTERS, "rosters", OrderedKeys.of(Epoch.class), TERMS);
        signatures = tables.declare(application, VOUCHES, "roster-vouches", SIGNATURES, SIGNED);
    }

    /** The term in force. Apply thread only. */
    Term current() {
        return current(terms).orElseThrow(() -> new IllegalStateException("no roster is in force: a bug"));
    }

    Optional<Term> current(View view) {
        return current(view.of(terms));
    }

    private static Optional<Term> current(TableView<Epoch, Term> rows) {
        return newest(rows, true);
    }

    /** The one that has passed and is not in force. */
    Optional<Term> waiting() {
        return newest(terms, false).filter(term -> !term.hasBegun());
    }

    Optional<Term> waiting(View view) {
        return newest(view.of(terms), false).filter(term -> !term.hasBegun());
    }

    private static Optional<Term> newest(TableView<Epoch, Term> rows, boolean begun) {
        List<Term> found = new ArrayList<>();
        rows.descend(null, null, (_, term) -> {
            if (term.hasBegun() || !begun) {
                found.add(term);
            }
            return found.isEmpty();
        });
        return found.stream().findFirst();
    }

    /** All terms that have begun, oldest first. */
    List<Term> begun(View view) {
        List<Term> found = new ArrayList<>();
        view.of(terms).ascend(null, null, (_, term) -> {
            if (term.hasBegun()) {
                found.add(term);
            }
            return true;
        });
        return found;
    }

    /** The roster that was in force in an epoch: the newest that is not younger. */
    Optional<Roster> in(long epoch) {
        return in(terms, epoch);
    }

    Optional<Roster> in(View view, long epoch) {
        return in(view.of(terms), epoch);
    }

    private static Optional<Roster> in(TableView<Epoch, Term> rows, long epoch) {
        List<Roster> found = new ArrayList<>();
        rows.descend(null, epoch == Long.MAX_VALUE ? null : new Epoch(epoch + 1), (_, term) -> {
            if (term.hasBegun()) {
                found.add(term.roster());
            }
            return found.isEmpty();
        });
        return found.stream().findFirst();
    }

    void put(Term term) {
        terms.put(new Epoch(term.roster().epoch()), term);
    }

    /** Forgets a roster that never came into force, and the signatures under it. */
    void drop(Term term) {
        long epoch = term.roster().epoch();
        terms.remove(new Epoch(epoch));
        List<Signature> under = new ArrayList<>();
        signatures.ascend(new Signature(epoch, 0), new Signature(epoch + 1, 0), (key, _) -> under.add(key));
        under.forEach(signatures::remove);
    }

    /** Forgets all. */
    void clear() {
        List<Term> all = new ArrayList<>();
        terms.ascend(null, null, (_, term) -> all.add(term));
        all.forEach(this::drop);
    }

    /** @return false when that node has signed already */
    boolean sign(long epoch, int node, Bytes signature) {
        Signature key = new Signature(epoch, node);
        if (signatures.get(key).isPresent()) {
            return false;
        }
        signatures.put(key, new Signed(signature));
        return true;
    }

    /** The weight of those who have signed. */
    long signedWeight(long epoch, Voices voices) {
        long[] weight = new long[1];
        signatures.ascend(new Signature(epoch, 0), new Signature(epoch + 1, 0), (key, _) -> {
            weight[0] += voices.of(key.node()).map(Voices.Voice::weight).orElse(0L);
            return true;
        });
        return weight[0];
    }

    List<RosterVouch> signatures(View view, long epoch) {
        List<RosterVouch> found = new ArrayList<>();
        view.of(signatures)
                .ascend(
                        new Signature(epoch, 0),
                        new Signature(epoch + 1, 0),
                        (key, signed) -> found.add(new RosterVouch(key.node(), signed.signature())));
        return found;
    }
}

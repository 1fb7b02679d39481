package org.allmende.ledger.receipt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.encoding.OrderedKeys;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.table.TableView.Row;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;
import org.allmende.ledger.transaction.TransactionId;

/**
 * The receipts of all remembered transactions: one row per height, and beside the state an index from id to height,
 * rebuilt from the rows whenever they are restored.
 *
 * <p>A row is dropped, oldest first, when the receipt period of every transaction in it, and of every older row, is
 * over. Since a transaction is refused once its validity has passed, none can be applied twice.
 */
public final class Receipts {
    private final Table<At, Page> pages;
    private final Parameters parameters;

    /** Written by the apply thread, read by any. */
    private final HeightIndex heights = new HeightIndex();

    private final List<Receipt> fresh = new ArrayList<>();

    /** Agreed time of the last look for what to forget; set before the index lets go of anything. */
    private volatile long forgotAtMillis;

    /** @param application the tag under which the ledger declares its own tables */
    public Receipts(Tables tables, int application, int number, Parameters parameters) {
        this.parameters = parameters;
        pages = tables.declare(
                application, number, "receipts", OrderedKeys.of(At.class), Schema.standard().codec(Page.class));
    }

    /** Rebuilds the index after the tables were restored. Apply thread only. */
    public void restored() {
        heights.clear();
        fresh.clear();
        pages.ascend(null, null, (at, page) -> {
            page.ids(id -> heights.add(id, at.height()));
            return true;
        });
    }

    /** Whether it is remembered as applied. Apply thread only. */
    public boolean remembers(TransactionId id) {
        for (long height : heights.candidates(id)) {
            Optional<Page> page = pages.get(new At(height));
            boolean there = page.isPresent()
                    ? page.get().holds(id)
                    : fresh.stream().anyMatch(receipt -> receipt.id().equals(id));
            if (there) {
                return true;
            }
        }
        return false;
    }

    /** Whether no more can be remembered: then nothing is admitted. */
    public boolean full() {
        return heights.size() >= parameters.rememberedMax();
    }

    public int remembered() {
        return heights.size();
    }

    /** Notes what became of a transaction of the height being made. Apply thread only. */
    public void note(Receipt receipt) {
        if (remembers(receipt.id())) {
            throw new IllegalStateException("transaction " + receipt.id() + " was applied twice: a bug");
        }
        heights.add(receipt.id(), receipt.height());
        fresh.add(receipt);
    }

    /** Writes what was noted as the row of this height. Apply thread only. */
    public List<Receipt> endHeight(long height) {
        if (fresh.isEmpty()) {
            return List.of();
        }
        List<Receipt> written = List.copyOf(fresh);
        fresh.clear();
        long latest = written.stream().mapToLong(r -> r.id().validUntilMillis()).max().orElseThrow();
        pages.put(new At(height), Page.of(latest + parameters.receiptMillis(), written));
        return written;
    }

    /** Drops the rows whose period is over. Apply thread only. */
    public void forget(long nowMillis) {
        forgotAtMillis = nowMillis;
        while (true) {
            Optional<Row<At, Page>> oldest = pages.first(null);
            if (oldest.isEmpty() || oldest.get().value().keptUntilMillis() >= nowMillis) {
                return;
            }
            At at = oldest.get().key();
            oldest.get().value().ids(id -> heights.remove(id, at.height()));
            pages.remove(at);
        }
    }

    /** What became of a transaction, as of a view. Any thread. */
    public Answer answer(View view, TransactionId id) {
        Optional<Receipt> receipt = find(view, id);
        if (receipt.isPresent()) {
            return new Answer.Applied(view.height(), receipt.get());
        }
        long validUntil = id.validUntilMillis();
        if (view.timeMillis() <= validUntil) {
            return new Answer.Pending(view.height());
        }
        // A newer round than the view's may just have let go of it: then only that round's time tells.
        long nowMillis = Math.max(view.timeMillis(), forgotAtMillis);
        return nowMillis - validUntil <= parameters.receiptMillis()
                ? new Answer.NeverHappened(view.height())
                : new Answer.Forgotten(view.height());
    }

    private Optional<Receipt> find(View view, TransactionId id) {
        for (long height : heights.candidates(id)) {
            Optional<Receipt> receipt =
                    view.of(pages).get(new At(height)).flatMap(page -> page.receipt(id, height));
            if (receipt.isPresent()) {
                return receipt;
            }
        }
        return Optional.empty();
    }

    /** A row's key. */
    record At(long height) {}
}

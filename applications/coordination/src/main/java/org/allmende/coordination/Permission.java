package org.allmende.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.allmende.coordination.CoordinationTables.Keyspace;
import org.allmende.coordination.CoordinationTables.Lease;
import org.allmende.coordination.CoordinationTables.Writer;
import org.allmende.coordination.CoordinationTables.WriterKey;
import org.allmende.ledger.Context;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.table.Table;

/** What the caller may do in one keyspace. */
final class Permission {
    private final Context context;
    private final String name;
    private final Keyspace keyspace;
    private final List<Bytes> prefixes;

    private Permission(Context context, String name, Keyspace keyspace, List<Bytes> prefixes) {
        this.context = context;
        this.name = name;
        this.keyspace = keyspace;
        this.prefixes = prefixes;
    }

    static Permission of(Context context, String name, Keyspace keyspace, Table<WriterKey, Writer> writers) {
        List<Bytes> prefixes = new ArrayList<>();
        AccountId caller = context.caller();
        writers.ascend(new WriterKey(keyspace.number(), caller, Bytes.EMPTY), null, (key, writer) -> {
            boolean own = key.keyspace() == keyspace.number() && key.account().equals(caller);
            return own && prefixes.add(key.prefix());
        });
        return new Permission(context, name, keyspace, prefixes);
    }

    /** Whether the caller itself is the owner: what outlasts a delegation is not left to a delegate. */
    boolean owns() {
        return context.caller().equals(keyspace.owner());
    }

    /** Whether the caller may do with the whole keyspace what its owner may. */
    boolean actsForOwner() {
        return actsForOwner(Bytes.EMPTY);
    }

    /**
     * Whether the caller may write everything the request could change, in both branches of a transaction. Each key or
     * range that it may write only by a delegation costs 1 of that delegation's limit.
     */
    boolean covers(Request request) {
        return switch (request) {
            case PutRequest put -> covers(KeyRange.single(put.key()));
            case DeleteRangeRequest delete -> covers(new KeyRange(delete.key(), delete.rangeEnd()));
            case RangeRequest range -> true;
            case TxnRequest txn -> Stream.concat(txn.success().stream(), txn.failure().stream()).allMatch(this::covers);
        };
    }

    private boolean covers(KeyRange range) {
        return covers(range.commonPrefix());
    }

    /** Whether the caller may write all keys with this prefix. */
    boolean covers(Bytes prefix) {
        return prefixes.stream().anyMatch(prefix::startsWith) || actsForOwner(prefix);
    }

    /** Whether the caller may renew and end this lease, and attach keys to it. */
    boolean holds(Lease lease) {
        return context.caller().equals(lease.account()) || actsForOwner();
    }

    private boolean actsForOwner(Bytes prefix) {
        Bytes resource = Bytes.utf8(name).concat(Bytes.of((byte) 0)).concat(prefix);
        return context.actsFor(keyspace.owner(), new Scope(Coordination.TAG, resource), Uint256.ONE);
    }
}

package org.allmende.coordination;

import java.util.stream.Stream;
import org.allmende.coordination.CoordinationExpectation.Keyspace;
import org.allmende.ledger.Context;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;

/** Who should be let write where: the owner, who acts for it, and writers of a prefix. */
final class CopyRights {
    private static final Bytes ZERO = Bytes.of((byte) 0);

    private CopyRights() {}

    static boolean mayWrite(String name, Keyspace keyspace, Request request, Context context) {
        return switch (request) {
            case PutRequest put -> mayWrite(name, keyspace, put.key(), Bytes.EMPTY, context);
            case DeleteRangeRequest delete -> mayWrite(name, keyspace, delete.key(), delete.rangeEnd(), context);
            case RangeRequest range -> true;
            case TxnRequest txn -> Stream.concat(txn.success().stream(), txn.failure().stream())
                    .allMatch(each -> mayWrite(name, keyspace, each, context));
        };
    }

    /**
     * Some prefix that all keys of the range begin with is the caller's to write: as a writer, or else by a delegation,
     * which costs 1.
     */
    private static boolean mayWrite(String name, Keyspace keyspace, Bytes key, Bytes end, Context context) {
        Bytes longest = Bytes.EMPTY;
        for (int length = 0; length <= key.length(); length++) {
            Bytes prefix = key.slice(0, length);
            if (isWithin(prefix, key, end)) {
                if (keyspace.writers.contains(new KeyspaceAnswer.Writer(context.caller(), prefix))) {
                    return true;
                }
                longest = prefix;
            }
        }
        return actsForOwner(name, keyspace, longest, context);
    }

    /** Nothing in the range is past the last key with the prefix; that its first key has it is given. */
    private static boolean isWithin(Bytes prefix, Bytes key, Bytes end) {
        boolean single = end.isEmpty();
        boolean endless = end.equals(ZERO);
        boolean empty = !single && !endless && end.compareTo(key) <= 0;
        boolean unbounded = true;
        for (byte each : prefix.toArray()) {
            unbounded &= each == (byte) 0xff;
        }
        return single || empty || unbounded || !endless && (end.compareTo(prefix) <= 0 || isNotPast(prefix, end));
    }

    /** Every key below {@code end} that is not below the prefix begins with it. */
    private static boolean isNotPast(Bytes prefix, Bytes end) {
        byte[] after = prefix.toArray();
        int last = after.length - 1;
        while (after[last] == (byte) 0xff) {
            last--;
        }
        after[last]++;
        return end.compareTo(Bytes.wrap(after).slice(0, last + 1)) <= 0;
    }

    static boolean mayWriteUnder(String name, Keyspace keyspace, Bytes prefix, Context context) {
        for (int length = 0; length <= prefix.length(); length++) {
            if (keyspace.writers.contains(new KeyspaceAnswer.Writer(context.caller(), prefix.slice(0, length)))) {
                return true;
            }
        }
        return actsForOwner(name, keyspace, prefix, context);
    }

    static boolean actsForOwner(String name, Keyspace keyspace, Bytes prefix, Context context) {
        return context.actsFor(
                keyspace.owner,
                new Scope(Coordination.TAG, Bytes.utf8(name).concat(ZERO).concat(prefix)),
                Uint256.ONE);
    }
}

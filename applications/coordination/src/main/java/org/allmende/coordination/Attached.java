package org.allmende.coordination;

import java.util.List;
import java.util.stream.Stream;
import org.allmende.coordination.CoordinationOperation.ChangeAlarm;
import org.allmende.coordination.CoordinationOperation.ChangeAuth;
import org.allmende.coordination.CoordinationOperation.Compact;
import org.allmende.coordination.CoordinationOperation.DeleteRange;
import org.allmende.coordination.CoordinationOperation.GrantLease;
import org.allmende.coordination.CoordinationOperation.OfAUser;
import org.allmende.coordination.CoordinationOperation.Put;
import org.allmende.coordination.CoordinationOperation.RenewLeases;
import org.allmende.coordination.CoordinationOperation.RevokeLease;
import org.allmende.coordination.CoordinationOperation.Txn;
import org.allmende.coordination.CoordinationTables.LeaseKey;

/** The leases whose keys an operation decides about: those it attaches keys to in any branch, and the one it ends. */
final class Attached {
    private Attached() {}

    /** Each once. */
    static List<LeaseKey> by(OfAUser operation, int keyspace) {
        return leases(operation)
                .filter(lease -> lease != 0)
                .distinct()
                .map(lease -> LeaseKey.of(keyspace, lease))
                .toList();
    }

    private static Stream<Long> leases(OfAUser operation) {
        return switch (operation) {
            case Put put -> leases(put.request());
            case Txn txn -> leases(txn.request());
            case RevokeLease revoke -> Stream.of(revoke.lease());
            case DeleteRange delete -> Stream.empty();
            case Compact compact -> Stream.empty();
            case ChangeAuth change -> Stream.empty();
            case ChangeAlarm change -> Stream.empty();
            case GrantLease grant -> Stream.empty();
            case RenewLeases renew -> Stream.empty();
        };
    }

    private static Stream<Long> leases(Request request) {
        return switch (request) {
            case PutRequest put -> Stream.of(put.lease());
            case TxnRequest txn ->
                Stream.concat(txn.success().stream(), txn.failure().stream()).flatMap(Attached::leases);
            case RangeRequest range -> Stream.empty();
            case DeleteRangeRequest delete -> Stream.empty();
        };
    }
}

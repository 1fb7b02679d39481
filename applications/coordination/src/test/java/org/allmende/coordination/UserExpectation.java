package org.allmende.coordination;

import static org.allmende.coordination.CoordinationExpectation.refuseIf;
import static org.allmende.coordination.CoordinationReason.AUTH_REVISION_OLD;
import static org.allmende.coordination.CoordinationReason.USER_EMPTY;
import static org.allmende.coordination.CoordinationReason.USER_NOT_ALLOWED;

import java.util.List;
import java.util.stream.Stream;
import org.allmende.coordination.CoordinationExpectation.Keyspace;
import org.allmende.coordination.CoordinationOperation.AllowWriter;
import org.allmende.coordination.CoordinationOperation.AsUser;
import org.allmende.coordination.CoordinationOperation.ChangeAlarm;
import org.allmende.coordination.CoordinationOperation.ChangeAuth;
import org.allmende.coordination.CoordinationOperation.Compact;
import org.allmende.coordination.CoordinationOperation.CreateKeyspace;
import org.allmende.coordination.CoordinationOperation.DeleteRange;
import org.allmende.coordination.CoordinationOperation.DisallowWriter;
import org.allmende.coordination.CoordinationOperation.GrantLease;
import org.allmende.coordination.CoordinationOperation.OfAUser;
import org.allmende.coordination.CoordinationOperation.Put;
import org.allmende.coordination.CoordinationOperation.RenewLeases;
import org.allmende.coordination.CoordinationOperation.ReportNoSpace;
import org.allmende.coordination.CoordinationOperation.RevokeLease;
import org.allmende.coordination.CoordinationOperation.SetQuota;
import org.allmende.coordination.CoordinationOperation.Txn;
import org.allmende.ledger.Context;
import org.allmende.ledger.encoding.Bytes;

/** Whether an operation should be done for who it is done for, where a keyspace asks for users. */
final class UserExpectation {
    private UserExpectation() {}

    static void check(CoordinationOperation operation, Keyspace keyspace, Context context) {
        if (!keyspace.auth.enabled()) {
            return;
        }
        switch (operation) {
            case AsUser as when as.operation() instanceof RenewLeases || isNothing(as.operation()) -> {}
            case AsUser as -> {
                checkShape((CoordinationOperation) as.operation(), keyspace);
                checkUser(as, keyspace);
            }
            case CreateKeyspace create -> {}
            case AllowWriter allow -> {}
            case DisallowWriter disallow -> {}
            case SetQuota set -> {}
            case ReportNoSpace report -> {}
            case RenewLeases renew -> {}
            case Txn txn when isNothing(txn) -> {}
            case OfAUser plain -> {
                checkShape(operation, keyspace);
                refuseIf(!context.caller().equals(keyspace.owner), USER_EMPTY);
            }
        }
    }

    private static boolean isNothing(OfAUser operation) {
        return operation instanceof Txn txn && txn.request().equals(new TxnRequest(List.of(), List.of(), List.of()));
    }

    private static void checkShape(CoordinationOperation operation, Keyspace keyspace) {
        if (operation instanceof Put put) {
            keyspace.store.check(put.request());
        } else if (operation instanceof DeleteRange delete) {
            keyspace.store.check(delete.request());
        } else if (operation instanceof Txn txn) {
            keyspace.store.check(txn.request());
        }
    }

    private static void checkUser(AsUser as, Keyspace keyspace) {
        refuseIf(as.user().isEmpty(), USER_EMPTY);
        boolean rootsOnly = as.operation() instanceof ChangeAuth
                || as.operation() instanceof Compact
                || as.operation() instanceof ChangeAlarm;
        refuseIf(!rootsOnly && as.authRevision() < keyspace.auth.revision(), AUTH_REVISION_OLD);
        refuseIf(!keyspace.auth.isUser(as.user()), USER_NOT_ALLOWED);
        boolean may =
                switch (as.operation()) {
                    case Put put -> may(as.user(), keyspace, put.request());
                    case DeleteRange delete -> may(as.user(), keyspace, delete.request());
                    case Txn txn -> may(as.user(), keyspace, txn.request());
                    case RevokeLease revoke -> mayAttach(as.user(), keyspace, revoke.lease());
                    case GrantLease grant -> true;
                    case RenewLeases renew -> true;
                    case Compact compact -> keyspace.auth.has(as.user(), "root");
                    case ChangeAuth change -> keyspace.auth.has(as.user(), "root");
                    case ChangeAlarm change -> keyspace.auth.has(as.user(), "root");
                };
        refuseIf(!may, USER_NOT_ALLOWED);
    }

    private static boolean may(String user, Keyspace keyspace, Request request) {
        return switch (request) {
            case PutRequest put ->
                keyspace.auth.mayWrite(user, put.key(), Bytes.EMPTY)
                        && (!put.prevKv() || keyspace.auth.mayRead(user, put.key(), Bytes.EMPTY))
                        && mayAttach(user, keyspace, put.lease());
            case DeleteRangeRequest delete ->
                keyspace.auth.mayWrite(user, delete.key(), delete.rangeEnd())
                        && (!delete.prevKv() || keyspace.auth.mayRead(user, delete.key(), delete.rangeEnd()));
            case RangeRequest range -> keyspace.auth.mayRead(user, range.key(), range.rangeEnd());
            case TxnRequest txn ->
                txn.compares().stream().allMatch(each -> keyspace.auth.mayRead(user, each.key(), each.rangeEnd()))
                        && Stream.concat(txn.success().stream(), txn.failure().stream())
                                .allMatch(each -> may(user, keyspace, each));
        };
    }

    private static boolean mayAttach(String user, Keyspace keyspace, long lease) {
        return !keyspace.store.hasLease(lease)
                || keyspace.store.keysOf(lease).stream()
                        .allMatch(key -> keyspace.auth.mayWrite(user, key, Bytes.EMPTY));
    }
}

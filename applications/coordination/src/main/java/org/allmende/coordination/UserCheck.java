package org.allmende.coordination;

import java.util.List;
import java.util.Optional;
import org.allmende.coordination.CoordinationOperation.AsUser;
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
import org.allmende.coordination.CoordinationTables.Keyspace;
import org.allmende.coordination.CoordinationTables.LeaseKey;
import org.allmende.ledger.Context;
import org.allmende.ledger.encoding.Bytes;

/**
 * Whether an operation may be done for who it is done for, where a keyspace asks for users. What the signing account may
 * do is asked besides: a user has no more rights than the account that speaks for it.
 */
final class UserCheck {
    private final CoordinationTables tables;
    private final Users users;
    private final Shares shares;

    UserCheck(CoordinationTables tables, Users users, Shares shares) {
        this.tables = tables;
        this.users = users;
        this.shares = shares;
    }

    /** Of an operation for a user. */
    Optional<CoordinationReason> objection(AsUser as, Keyspace keyspace, Context context) {
        AuthReading now = users.reading(keyspace);
        return now.enabled() && !isMalformed(as.operation()) && !asksForNothing(as.operation())
                ? objection(as, now, keyspace, context)
                : Optional.empty();
    }

    /** Of one for nobody in particular. */
    Optional<CoordinationReason> objection(OfAUser plain, Keyspace keyspace, Context context) {
        return users.reading(keyspace).enabled()
                        && !isMalformed(plain)
                        && !asksForNothing(plain)
                        && !context.caller().equals(keyspace.owner())
                ? Optional.of(CoordinationReason.USER_EMPTY)
                : Optional.empty();
    }

    /** What is wrong with a request itself is said first, and by those who do it. */
    private static boolean isMalformed(OfAUser operation) {
        return request(operation).flatMap(RequestCheck::objection).isPresent();
    }

    private static Optional<Request> request(OfAUser operation) {
        return switch (operation) {
            case Put put -> Optional.of(put.request());
            case DeleteRange delete -> Optional.of(delete.request());
            case Txn txn -> Optional.of(txn.request());
            case Compact compact -> Optional.empty();
            case GrantLease grant -> Optional.empty();
            case RenewLeases renew -> Optional.empty();
            case RevokeLease revoke -> Optional.empty();
            case ChangeAuth change -> Optional.empty();
            case ChangeAlarm change -> Optional.empty();
        };
    }

    /** A renewal changes no key, and an empty transaction shows none: etcd asks nobody for them. */
    private static boolean asksForNothing(OfAUser operation) {
        return operation instanceof RenewLeases
                || operation instanceof Txn txn
                        && txn.request().compares().isEmpty()
                        && txn.request().success().isEmpty()
                        && txn.request().failure().isEmpty();
    }

    /** What etcd's applier and its store of users ask, in their order. */
    private Optional<CoordinationReason> objection(AsUser as, AuthReading now, Keyspace keyspace, Context context) {
        if (as.user().isEmpty()) {
            return Optional.of(CoordinationReason.USER_EMPTY);
        }
        if (isOld(as, now)) {
            return Optional.of(CoordinationReason.AUTH_REVISION_OLD);
        }
        Optional<AuthUser> user = now.user(as.user());
        if (user.isEmpty()) {
            return Optional.of(CoordinationReason.USER_NOT_ALLOWED);
        }
        UserRights rights = UserRights.of(now, user.get());
        List<LeaseKey> leases = Attached.by(as.operation(), keyspace.number());
        long looked = rights.permissions() + (rights.root() ? 0 : keysOf(leases));
        if (looked > shares.left(context)) {
            return Optional.of(CoordinationReason.TOO_MUCH_IN_ONE_ROUND);
        }
        shares.use(context, looked);
        boolean allowed = rights.root()
                || permits(rights, as.operation()) && leases.stream().allMatch(lease -> mayWriteAll(rights, lease));
        return allowed ? Optional.empty() : Optional.of(CoordinationReason.USER_NOT_ALLOWED);
    }

    /** etcd asks for no revision where it asks for root. */
    private static boolean isOld(AsUser as, AuthReading now) {
        boolean forRoot = as.operation() instanceof ChangeAuth
                || as.operation() instanceof Compact
                || as.operation() instanceof ChangeAlarm;
        return !forRoot && as.authRevision() < now.revision();
    }

    private long keysOf(List<LeaseKey> leases) {
        return leases.stream()
                .flatMap(lease -> tables.leases.get(lease).stream())
                .mapToLong(CoordinationTables.Lease::keys)
                .sum();
    }

    /** To compact, to change users and alarms one has to be root. */
    private static boolean permits(UserRights rights, OfAUser operation) {
        return switch (operation) {
            case Put put -> rights.permit(put.request());
            case DeleteRange delete -> rights.permit(delete.request());
            case Txn txn -> rights.permit(txn.request());
            case Compact compact -> false;
            case ChangeAuth change -> false;
            case ChangeAlarm change -> false;
            case GrantLease grant -> true;
            case RenewLeases renew -> true;
            case RevokeLease revoke -> true;
        };
    }

    /** Who attaches a key to a lease, or ends it, could have all its keys deleted. */
    private boolean mayWriteAll(UserRights rights, LeaseKey lease) {
        for (Bytes key : Leases.keys(tables.leased, lease)) {
            if (!rights.mayWrite(KeyRange.single(key))) {
                return false;
            }
        }
        return true;
    }
}

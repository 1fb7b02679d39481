package org.allmende.coordination;

import java.util.List;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;
import org.allmende.ledger.genesis.Names;
import org.allmende.ledger.transaction.Operation;

/**
 * What coordination does on request. Each operation names the keyspace it is for; all of a group name the same. One
 * that changes a key makes exactly one revision, however many keys it changes.
 */
public sealed interface CoordinationOperation extends Operation {
    /** The name of the keyspace it is for. */
    String keyspace();

    /**
     * Makes a keyspace, empty and at revision 1; the caller owns it, as an entry for good. Answers
     * {@link CoordinationResult.Created}.
     */
    @Tag(0)
    record CreateKeyspace(@Max(Limits.NAME_BYTES_MAX) String keyspace) implements CoordinationOperation {
        public CreateKeyspace {
            Names.check("keyspace", keyspace);
        }
    }

    /**
     * Lets an account write the keys under a prefix (empty: all) until {@link DisallowWriter}. By the owner itself
     * only. Again: no effect. Answers {@link CoordinationResult.Done}.
     */
    @Tag(1)
    record AllowWriter(
            @Max(Limits.NAME_BYTES_MAX) String keyspace,
            AccountId account,
            @Max(CoordinationLimits.KEY_BYTES_MAX) Bytes prefix)
            implements CoordinationOperation {}

    /**
     * Takes {@link AllowWriter} of this same prefix back. By the owner itself only. Answers
     * {@link CoordinationResult.Done}.
     */
    @Tag(2)
    record DisallowWriter(
            @Max(Limits.NAME_BYTES_MAX) String keyspace,
            AccountId account,
            @Max(CoordinationLimits.KEY_BYTES_MAX) Bytes prefix)
            implements CoordinationOperation {}

    /** Answers {@link PutResult}. */
    @Tag(3)
    record Put(@Max(Limits.NAME_BYTES_MAX) String keyspace, PutRequest request) implements CoordinationOperation, OfAUser {}

    /** Answers {@link DeleteRangeResult}. */
    @Tag(4)
    record DeleteRange(@Max(Limits.NAME_BYTES_MAX) String keyspace, DeleteRangeRequest request)
            implements CoordinationOperation, OfAUser {}

    /** Answers {@link TxnResult}. One that can change nothing is open to everybody, as reads are. */
    @Tag(5)
    record Txn(@Max(Limits.NAME_BYTES_MAX) String keyspace, TxnRequest request) implements CoordinationOperation, OfAUser {}

    /**
     * Gives up the past before {@code revision}: reads below it are refused from now on, and what only they could see
     * is removed bit by bit in the rounds that follow. By the owner, or a delegate for the whole keyspace. Answers
     * {@link CoordinationResult.Compacted}.
     */
    @Tag(6)
    record Compact(@Max(Limits.NAME_BYTES_MAX) String keyspace, long revision) implements CoordinationOperation, OfAUser {}

    /**
     * Makes a lease, the caller's, as an entry of the keyspace's owner. Keys may be attached to it, and are deleted
     * with it. By whoever may write the keys under {@code prefix}. Answers {@link CoordinationResult.Granted}.
     *
     * @param lease its id, which the caller chooses; any but 0
     * @param ttlSeconds how long it lives after it was granted or renewed; less than
     *     {@link CoordinationLimits#LEASE_SECONDS_MIN} is taken for that, as etcd does
     * @param prefix what gives the right: empty for the owner, otherwise a prefix that the caller may write
     */
    @Tag(7)
    record GrantLease(
            @Max(Limits.NAME_BYTES_MAX) String keyspace,
            long lease,
            long ttlSeconds,
            @Max(CoordinationLimits.KEY_BYTES_MAX) Bytes prefix)
            implements CoordinationOperation, OfAUser {}

    /**
     * Gives leases their full time again, from now on. By who was granted them, or the owner. Those that there are
     * not, or that are another's, are passed over. Answers {@link CoordinationResult.Renewed}.
     *
     * @param leases in any order; one that is named twice is renewed once and answered twice
     */
    @Tag(8)
    record RenewLeases(
            @Max(Limits.NAME_BYTES_MAX) String keyspace,
            @Max(CoordinationLimits.LEASES_RENEWED_MAX) List<Long> leases)
            implements CoordinationOperation, OfAUser {
        public RenewLeases {
            leases = List.copyOf(leases);
        }
    }

    /**
     * Ends a lease and deletes its keys, all in one revision. By who was granted it, or the owner. Answers
     * {@link CoordinationResult.Revoked}.
     */
    @Tag(9)
    record RevokeLease(@Max(Limits.NAME_BYTES_MAX) String keyspace, long lease) implements CoordinationOperation, OfAUser {}

    /**
     * Changes users and roles. By the owner, or a delegate for the whole keyspace; where users are asked for, as a user
     * with the role root, or signed by the owner itself. Answers {@link CoordinationResult.Done}.
     */
    @Tag(10)
    record ChangeAuth(@Max(Limits.NAME_BYTES_MAX) String keyspace, AuthChange change)
            implements CoordinationOperation, OfAUser {}

    /**
     * Does an operation for a user of the keyspace, whom the signing account vouches for: it needs the account's rights,
     * and where users are asked for the user's as well. Answers what the operation answers.
     *
     * @param user empty: nobody in particular, which is refused where users are asked for
     * @param authRevision as of which the account took the user for whom it is; an older one than the current is
     *     refused, as the user may have become another meanwhile
     */
    @Tag(11)
    record AsUser(
            @Max(CoordinationLimits.AUTH_NAME_BYTES_MAX) String user, long authRevision, OfAUser operation)
            implements CoordinationOperation {
        @Override
        public String keyspace() {
            return operation.keyspace();
        }
    }

    /**
     * Says how many bytes the versions of the keyspace may take by puts. By the owner itself only. Answers
     * {@link CoordinationResult.Done}.
     *
     * @param bytes 0: as many as they like
     */
    @Tag(12)
    record SetQuota(@Max(Limits.NAME_BYTES_MAX) String keyspace, long bytes) implements CoordinationOperation {
        public SetQuota {
            if (bytes < 0) {
                throw new IllegalArgumentException("a quota is a number of bytes, or 0 for none, and not " + bytes);
            }
        }
    }

    /**
     * Raises an alarm, or takes it back. One that is raised already stays as it is. By the owner, or a delegate for
     * the whole keyspace; where users are asked for, by root. Answers {@link CoordinationResult.Done}.
     */
    @Tag(13)
    record ChangeAlarm(@Max(Limits.NAME_BYTES_MAX) String keyspace, Alarm alarm, boolean raised)
            implements CoordinationOperation, OfAUser {}

    /**
     * Raises {@link Alarm.Kind#NO_SPACE} for a member that was refused for it, unless it is raised. By whoever may
     * write the keys under {@code prefix}, and only where so little is left that an operation may have been refused.
     * Answers {@link CoordinationResult.Done}.
     *
     * @param member who says so
     */
    @Tag(14)
    record ReportNoSpace(
            @Max(Limits.NAME_BYTES_MAX) String keyspace,
            long member,
            @Max(CoordinationLimits.KEY_BYTES_MAX) Bytes prefix)
            implements CoordinationOperation {}

    /** What can be done for a user of the keyspace. */
    sealed interface OfAUser
            permits Put,
                    DeleteRange,
                    Txn,
                    Compact,
                    GrantLease,
                    RenewLeases,
                    RevokeLease,
                    ChangeAuth,
                    ChangeAlarm {
        /** The name of the keyspace it is for. */
        String keyspace();
    }
}

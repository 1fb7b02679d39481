package org.allmende.gateway.etcd.remote;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.client.Keys;
import org.allmende.client.NoNodeException;
import org.allmende.client.RefusedException;
import org.allmende.client.Settlement;
import org.allmende.client.VouchedClient;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.CoordinationResult;
import org.allmende.coordination.DeleteRangeResult;
import org.allmende.coordination.PutResult;
import org.allmende.coordination.Summary;
import org.allmende.coordination.TxnResult;
import org.allmende.gateway.etcd.store.UnavailableException;
import org.allmende.gateway.etcd.store.UnavailableException.Cause;
import org.allmende.gateway.etcd.store.Written;
import org.allmende.ledger.Result;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.port.Admission;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.receipt.Receipt;
import org.allmende.ledger.transaction.Group;

/** One transaction of a store: its operations a group each, and what came of them by a receipt that enough nodes show. */
final class Submission {
    private final VouchedClient client;
    private final Keys keys;
    private final List<CoordinationOperation> operations;
    private final List<Written> written = new ArrayList<>();
    private long height;
    private Optional<Long> newest = Optional.empty();

    Submission(VouchedClient client, Keys keys, List<CoordinationOperation> operations) {
        this.client = client;
        this.keys = keys;
        this.operations = operations;
    }

    /**
     * Waits until it was applied.
     *
     * @throws UnavailableException when it was not, or nobody can say
     */
    void run(long validUntilMillis, Duration patience) {
        try {
            List<Group> groups = operations.stream().map(Group::of).toList();
            Settlement settlement = client.submit(client.prepare(keys, groups, validUntilMillis), patience.multipliedBy(2));
            switch (settlement) {
                case Settlement.Applied applied -> read(applied);
                case Settlement.NeverHappened _ ->
                    throw new UnavailableException(Cause.NOT_ORDERING, "it was not ordered in time: send it again");
                case Settlement.Unknown unknown -> throw new UnavailableException(Cause.TIMED_OUT, unknown.why());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(Cause.CLOSED, "this gateway is being closed: ask another one");
        } catch (RefusedException e) {
            throw new UnavailableException(
                    e.admissionReason().filter(Admission.Reason.BUSY::equals).isPresent()
                            ? Cause.TOO_MANY
                            : Cause.NOT_ORDERING,
                    e.reason() + ": " + e.getMessage());
        } catch (NoNodeException e) {
            throw new UnavailableException(Cause.NOT_ORDERING, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UnavailableException(Cause.TIMED_OUT, String.valueOf(e.getMessage()));
        }
    }

    private void read(Settlement.Applied applied) {
        Receipt receipt = applied.receipt();
        height = receipt.height();
        if (receipt.outcomes().size() != operations.size()) {
            throw new IllegalStateException("a receipt of " + receipt.outcomes().size() + " groups for "
                    + operations.size() + " that were signed");
        }
        for (int group = 0; group < operations.size(); group++) {
            int number = group;
            switch (receipt.outcomes().get(group)) {
                case GroupOutcome.Applied outcome -> {
                    CoordinationResult result = applied.results()
                            .map(all -> (CoordinationResult) all.get(number).getFirst())
                            .or(() -> told(operations.get(number), outcome.summaries().getFirst()))
                            .orElseThrow(() -> new UnavailableException(
                                    Cause.TIMED_OUT, "it was applied, and no node shows what it answered"));
                    newest = Optional.of(Math.max(newest.orElse(0L), result.revision()));
                    written.add(new Written.Applied(result));
                }
                case GroupOutcome.Refused outcome -> written.add(new Written.Refused(CoordinationReason.of(outcome)));
            }
        }
    }

    /** What the summary in a receipt says of a result, where it says all of it. */
    static Optional<CoordinationResult> told(CoordinationOperation operation, Bytes summary) {
        Summary said;
        try {
            said = Summary.decode(summary);
        } catch (MalformedException e) {
            throw new IllegalStateException("enough nodes show a receipt that cannot be read", e);
        }
        Optional<CoordinationResult> result =
                switch (operation) {
                    case CoordinationOperation.Put _ -> Optional.of(new PutResult(said.revision(), Optional.empty()));
                    case CoordinationOperation.DeleteRange _ ->
                        Optional.of(new DeleteRangeResult(said.revision(), said.deleted(), List.of()));
                    case CoordinationOperation.Txn _ ->
                        said.succeeded().map(taken -> new TxnResult(said.revision(), taken, List.of()));
                    case CoordinationOperation.Compact _ ->
                        Optional.of(new CoordinationResult.Compacted(said.revision()));
                    case CoordinationOperation.RevokeLease _ ->
                        Optional.of(new CoordinationResult.Revoked(said.revision(), said.deleted()));
                    case CoordinationOperation.ChangeAuth _ ->
                        Optional.of(new CoordinationResult.Done(said.revision()));
                    case CoordinationOperation.ChangeAlarm _ ->
                        Optional.of(new CoordinationResult.Done(said.revision()));
                    case CoordinationOperation.ReportNoSpace _ ->
                        Optional.of(new CoordinationResult.Done(said.revision()));
                    case CoordinationOperation.SetQuota _ ->
                        Optional.of(new CoordinationResult.Done(said.revision()));
                    case CoordinationOperation.AsUser as -> told((CoordinationOperation) as.operation(), summary);
                    case CoordinationOperation.GrantLease _ -> Optional.empty();
                    case CoordinationOperation.RenewLeases _ -> Optional.empty();
                    case CoordinationOperation.CreateKeyspace _ -> Optional.empty();
                    case CoordinationOperation.AllowWriter _ -> Optional.empty();
                    case CoordinationOperation.DisallowWriter _ -> Optional.empty();
                };
        return result.filter(whole -> ((Result) whole).summary().equals(summary));
    }

    /** In the order of the operations. */
    List<Written> written() {
        return List.copyOf(written);
    }

    long height() {
        return height;
    }

    /** The keyspace's revision behind the last operation that was applied; empty: all were refused. */
    Optional<Long> newest() {
        return newest;
    }
}

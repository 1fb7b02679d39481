package org.allmende.cli;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.allmende.client.Keys;
import org.allmende.client.NetworkClient;
import org.allmende.client.Settlement;
import org.allmende.coordination.CoordinationLimits;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.PutRequest;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.gateway.etcd.snapshot.Change;
import org.allmende.gateway.etcd.snapshot.Revision;
import org.allmende.gateway.etcd.snapshot.SnapshotSource;
import org.allmende.gateway.etcd.snapshot.StoredLease;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.transaction.Group;
import org.allmende.node.Refusal;

/** Keys and leases of an etcd on their way into a keyspace: what each key is at last, in the order of those changes. */
final class Moving {
    /** Room in a transaction: what is signed besides operations takes far less than the rest. */
    private static final int BYTES_MAX = Limits.TRANSACTION_BYTES_MAX - 1_024;

    private static final Codec<CoordinationOperation> OPERATION =
            Schema.standard().codec(CoordinationOperation.class);

    private final SnapshotSource source;
    private final String keyspace;
    private final Map<ByteString, Revision> last = new HashMap<>();
    private final Set<Long> leases = new HashSet<>();
    private int moved;

    private Moving(SnapshotSource source, String keyspace) {
        this.source = source;
        this.keyspace = keyspace;
    }

    /**
     * Looks at everything before anything is moved. Keeps the names of all keys in memory.
     *
     * @throws Refusal when there is a key that no keyspace takes
     */
    static Moving of(SnapshotSource source, String keyspace) throws Refusal {
        Moving moving = new Moving(source, keyspace);
        source.leases().forEachRemaining(lease -> moving.leases.add(lease.id()));
        Iterator<Change> changes = source.changes();
        while (changes.hasNext()) {
            switch (changes.next()) {
                case Change.Put put -> {
                    requireRoom(put.keyValue());
                    moving.last.put(put.key(), put.at());
                }
                case Change.Deletion deletion -> moving.last.remove(deletion.key());
            }
        }
        return moving;
    }

    private static void requireRoom(Mvcc.KeyValue keyValue) throws Refusal {
        int key = keyValue.getKey().size();
        if (key > CoordinationLimits.KEY_BYTES_MAX
                || key + keyValue.getValue().size() > CoordinationLimits.REQUEST_BYTES_MAX) {
            throw new Refusal(
                    "the key that begins with '" + keyValue.getKey().substring(0, Math.min(40, key)).toStringUtf8() + "' has "
                            + key + " bytes, and its value " + keyValue.getValue().size() + ": a key may have "
                            + CoordinationLimits.KEY_BYTES_MAX + ", both together "
                            + CoordinationLimits.REQUEST_BYTES_MAX,
                    "delete it in etcd, or make it smaller there, and take the snapshot anew: nothing was imported");
        }
    }

    int keys() {
        return last.size();
    }

    int leases() {
        return leases.size();
    }

    /** Keys and leases that are in the keyspace already. */
    int moved() {
        return moved;
    }

    /**
     * Writes all of it, transaction by transaction. Done again after it was interrupted, it ends as if it had not been.
     *
     * @throws Refusal when something was refused: what was written before it stays
     */
    void into(NetworkClient client, Keys keys) throws Refusal, UnknownOutcome, IOException, InterruptedException {
        Sending sending = new Sending(client, keys);
        Iterator<StoredLease> granted = source.leases();
        while (granted.hasNext()) {
            StoredLease lease = granted.next();
            long seconds = Math.max(CoordinationLimits.LEASE_SECONDS_MIN, lease.ttlSeconds());
            sending.add(new CoordinationOperation.GrantLease(keyspace, lease.id(), seconds, Bytes.EMPTY));
        }
        Iterator<Change> changes = source.changes();
        while (changes.hasNext()) {
            if (changes.next() instanceof Change.Put put && put.at().equals(last.get(put.key()))) {
                sending.add(put(put.keyValue()));
            }
        }
        sending.send();
    }

    private CoordinationOperation put(Mvcc.KeyValue keyValue) {
        long lease = leases.contains(keyValue.getLease()) ? keyValue.getLease() : 0;
        return new CoordinationOperation.Put(
                keyspace,
                new PutRequest(
                        Bytes.wrap(keyValue.getKey().toByteArray()),
                        Bytes.wrap(keyValue.getValue().toByteArray()),
                        lease,
                        false,
                        false,
                        false));
    }

    /** Fills transactions. */
    private final class Sending {
        private final NetworkClient client;
        private final Keys keys;
        private final List<Group> groups = new ArrayList<>();
        private int bytes;

        Sending(NetworkClient client, Keys keys) {
            this.client = client;
            this.keys = keys;
        }

        void add(CoordinationOperation operation) throws Refusal, UnknownOutcome, IOException, InterruptedException {
            int more = OPERATION.encode(operation).length() + Integer.BYTES;
            if (groups.size() == Limits.TRANSACTION_GROUPS_MAX || bytes + more > BYTES_MAX) {
                send();
            }
            groups.add(Group.of(operation));
            bytes += more;
        }

        void send() throws Refusal, UnknownOutcome, IOException, InterruptedException {
            if (groups.isEmpty()) {
                return;
            }
            Settlement settlement = client.submit(keys, groups.toArray(Group[]::new));
            switch (settlement) {
                case Settlement.Applied applied -> {
                    for (GroupOutcome outcome : applied.receipt().outcomes()) {
                        requireApplied(outcome);
                        moved++;
                    }
                }
                case Settlement.NeverHappened never ->
                    throw new UnknownOutcome(
                            "the network did not order in time; " + moved + " keys and leases were imported",
                            "do it again with --over when the network goes on");
                case Settlement.Unknown unknown ->
                    throw new UnknownOutcome(
                            "it is not known what became of the last part: " + unknown.why(),
                            "do it again with --over");
            }
            groups.clear();
            bytes = 0;
        }
    }

    /** A lease that is there was granted by an import before this one. */
    private void requireApplied(GroupOutcome outcome) throws Refusal {
        if (!(outcome instanceof GroupOutcome.Refused refused)) {
            return;
        }
        CoordinationReason reason = CoordinationReason.of(refused);
        if (reason != CoordinationReason.LEASE_EXISTS) {
            throw new Refusal(
                    reason.name() + " after " + moved + " keys and leases were imported",
                    reason.advice() + "; then do it again with --over");
        }
    }
}

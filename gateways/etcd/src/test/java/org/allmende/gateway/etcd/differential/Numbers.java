package org.allmende.gateway.etcd.differential;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allmende.etcd.protocol.Rpc;

/**
 * Numbers that only a run knows: the current revision, the compacted one, the leases a server named. Steps have huge
 * ones in their place, which are replaced before a step is done; a server's own are replaced in its answers likewise.
 * So steps can be left out and the rest still mean the same.
 */
final class Numbers {
    private static final long REVISION = 1L << 50;
    private static final long COMPACTED = 1L << 51;
    private static final long LEASE = 1L << 52;
    private static final long AROUND = 1L << 20;

    private final Map<Long, Long> ownLeases = new HashMap<>();
    private final Map<Long, Long> leaseNames = new HashMap<>();

    /** The current revision and {@code more}. */
    static long revision(int more) {
        return REVISION + more;
    }

    /** The revision last compacted at and {@code more}. */
    static long compacted(int more) {
        return COMPACTED + more;
    }

    /** The lease granted with this as its id, which tells the server to choose one. */
    static long lease(int number) {
        return LEASE + number;
    }

    private static boolean isLease(long value) {
        return value >= LEASE && value < LEASE + AROUND;
    }

    /** The request as this server is to get it. */
    Message filledIn(Message request, long revision, long compacted) {
        boolean grant = request instanceof Rpc.LeaseGrantRequest;
        return Fields.mapLongs(request, (field, value) -> {
            if (Math.abs(value - REVISION) < AROUND) {
                return value - REVISION + revision;
            }
            if (Math.abs(value - COMPACTED) < AROUND) {
                return value - COMPACTED + compacted;
            }
            return isLease(value) ? grant ? 0 : ownLeases.getOrDefault(value, value) : value;
        });
    }

    /** Remembers the lease a server chose, if that is what happened. */
    void learn(Message request, Message answer) {
        if (request instanceof Rpc.LeaseGrantRequest asked
                && answer instanceof Rpc.LeaseGrantResponse granted
                && isLease(asked.getID())) {
            ownLeases.put(asked.getID(), granted.getID());
            leaseNames.put(granted.getID(), asked.getID());
        }
    }

    /** The answer with what may differ made equal: ids of the cluster and the like are 1 where there are any. */
    Message comparable(Message answer) {
        if (answer instanceof Rpc.LeaseTimeToLiveResponse lease && lease.getKeysCount() > 1) {
            // etcd names them in the order of a map, which is another one each time.
            return comparable(lease.toBuilder().clearKeys(), lease.getKeysList());
        }
        return numbersAlike(answer);
    }

    private Message comparable(Rpc.LeaseTimeToLiveResponse.Builder lease, List<ByteString> keys) {
        keys.stream().sorted(ByteString.unsignedLexicographicalComparator()).forEach(lease::addKeys);
        return numbersAlike(lease.build());
    }

    private Message numbersAlike(Message answer) {
        return Fields.mapLongs(answer, (field, value) -> mayDiffer(field) ? 1 : leaseNames.getOrDefault(value, value));
    }

    private static boolean mayDiffer(FieldDescriptor field) {
        return List.of("cluster_id", "member_id", "raft_term").contains(field.getName());
    }
}

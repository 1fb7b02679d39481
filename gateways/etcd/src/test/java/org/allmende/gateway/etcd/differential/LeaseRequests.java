package org.allmende.gateway.etcd.differential;

import com.google.protobuf.Message;
import java.util.List;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.ledger.seeds.Seed;

/** Random requests of the service of leases; none ends by itself while a sequence runs. */
final class LeaseRequests {
    /** Leases of a sequence whose ids a server chooses. */
    static final int NAMED = 4;

    /** Ended at once, whatever its time to live. */
    private static final long SHORT = 500;

    private final Seed seed;
    private int named;

    LeaseRequests(Seed seed) {
        this.seed = seed;
    }

    /** An id that who asks has chosen. */
    static long chosen(Seed seed) {
        return seed.pick(1L, 2L, 3L);
    }

    /** Two that most of what follows can be about. */
    List<Message> first() {
        return List.of(grant(1, 300), grant(Numbers.lease(++named), 5_000));
    }

    List<Message> any() {
        return switch (seed.between(1, 12)) {
            case 1, 2, 3 -> List.of(grant(id(), seed.pick(60L, 300L, 5_000L, 9_000_000_000L)));
            case 4 -> List.of(grant(id(), seed.pick(9_000_000_001L, Long.MAX_VALUE)));
            case 5 -> List.of(grant(SHORT, seed.pick(0L, -1L, 1L, 2L, Long.MIN_VALUE)), revoke(SHORT));
            case 6, 7 -> List.of(revoke(any(seed)));
            case 8 -> List.of(Rpc.LeaseKeepAliveRequest.newBuilder().setID(any(seed)).build());
            case 9 -> List.of(Rpc.LeaseLeasesRequest.getDefaultInstance());
            default ->
                List.of(Rpc.LeaseTimeToLiveRequest.newBuilder()
                        .setID(any(seed))
                        .setKeys(!seed.oneIn(3))
                        .build());
        };
    }

    static boolean isOfShortLease(Step step) {
        return switch (step) {
            case Step.Ask(Rpc.LeaseGrantRequest grant) -> grant.getID() == SHORT;
            case Step.Ask(Rpc.LeaseRevokeRequest revoke) -> revoke.getID() == SHORT;
            case Step.Ask _, Step.Watch _ -> false;
        };
    }

    private long id() {
        return seed.nextBoolean() && named < NAMED ? Numbers.lease(++named) : chosen(seed);
    }

    private static long any(Seed seed) {
        return switch (seed.between(1, 6)) {
            case 1, 2, 3 -> chosen(seed);
            case 4, 5 -> Numbers.lease(seed.between(1, NAMED));
            default -> seed.pick(0L, -1L, 999L);
        };
    }

    private static Message grant(long id, long seconds) {
        return Rpc.LeaseGrantRequest.newBuilder().setID(id).setTTL(seconds).build();
    }

    private static Message revoke(long id) {
        return Rpc.LeaseRevokeRequest.newBuilder().setID(id).build();
    }
}

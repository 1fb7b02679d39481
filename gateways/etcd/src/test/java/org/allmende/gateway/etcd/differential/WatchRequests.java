package org.allmende.gateway.etcd.differential;

import org.allmende.etcd.protocol.Rpc;
import org.allmende.etcd.protocol.Rpc.WatchCreateRequest;
import org.allmende.etcd.protocol.Rpc.WatchCreateRequest.FilterType;
import org.allmende.ledger.seeds.Seed;

/** Random requests on two streams of watches. */
final class WatchRequests {
    private final Seed seed;
    private final KeyRequests keys;

    WatchRequests(Seed seed) {
        this.seed = seed;
        this.keys = new KeyRequests(seed);
    }

    Step any() {
        Rpc.WatchRequest.Builder request = Rpc.WatchRequest.newBuilder();
        switch (seed.between(1, 20)) {
            case 1, 2, 3 -> request.setProgressRequest(Rpc.WatchProgressRequest.getDefaultInstance());
            case 4, 5, 6, 7 -> request.setCancelRequest(Rpc.WatchCancelRequest.newBuilder().setWatchId(id()));
            case 8 -> {
                if (!seed.oneIn(4)) {
                    request.setCreateRequest(create());
                }
            }
            default -> request.setCreateRequest(create());
        }
        return new Step.Watch(seed.between(1, 2), request.build());
    }

    private long id() {
        return seed.oneIn(20) ? seed.pick(-1L, -2L, Long.MAX_VALUE) : seed.between(0, 6);
    }

    /** Not -1: what a watcher of that id is told cannot be told from what a stream is told of progress and refusals. */
    private long newId() {
        long id = id();
        return id == -1 ? -2 : id;
    }

    private WatchCreateRequest create() {
        WatchCreateRequest.Builder create = WatchCreateRequest.newBuilder()
                .setKey(keys.key())
                .setRangeEnd(keys.rangeEnd())
                .setPrevKv(seed.nextBoolean())
                .setFragment(seed.oneIn(4))
                .setProgressNotify(seed.oneIn(4))
                .setWatchId(seed.oneIn(3) ? newId() : 0);
        if (seed.oneIn(5)) {
            create.addFilters(FilterType.NOPUT);
        }
        if (seed.oneIn(5)) {
            create.addFilters(FilterType.NODELETE);
        }
        // One that is told of nothing could not be seen to have caught up.
        if (create.getFiltersCount() < 2) {
            create.setStartRevision(startRevision());
        }
        return create.build();
    }

    private long startRevision() {
        return switch (seed.between(1, 12)) {
            case 1, 2, 3 -> Numbers.revision(-seed.between(0, 15));
            case 4, 5 -> Numbers.revision(seed.between(1, 5));
            case 6 -> Numbers.compacted(seed.between(-1, 1));
            case 7 -> seed.pick(-1L, 1L, 2L, Long.MAX_VALUE);
            default -> 0;
        };
    }
}

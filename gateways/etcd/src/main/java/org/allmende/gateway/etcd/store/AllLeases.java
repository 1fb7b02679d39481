package org.allmende.gateway.etcd.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.coordination.LeaseInfo;
import org.allmende.coordination.LeasesAnswer;

/** Every lease of a reading, asked for page by page. */
public final class AllLeases {
    private AllLeases() {}

    /** By id, negative ones first; empty: there is no such keyspace. */
    public static Optional<List<LeaseInfo>> of(Reading reading) {
        List<LeaseInfo> all = new ArrayList<>();
        long from = Long.MIN_VALUE;
        while (true) {
            switch (reading.leases(from, LeasesAnswer.LEASES_MAX)) {
                case LeasesAnswer.Page page -> {
                    all.addAll(page.leases());
                    if (!page.more()) {
                        return Optional.of(all);
                    }
                    from = page.leases().getLast().lease() + 1;
                }
                case LeasesAnswer.NoKeyspace _ -> {
                    return Optional.empty();
                }
            }
        }
    }
}

package org.allmende.gateway.etcd.cluster;

import org.allmende.gateway.etcd.store.Identity;
import org.allmende.gateway.etcd.store.Store;

/** What is said of the members. */
final class Members {
    private Members() {}

    /**
     * Clients want a leader, and there is none: every node names the member with weight that has the smallest number, so
     * that all say the same.
     */
    static long first(Store store) {
        return store.members().stream()
                .filter(node -> node.weight() > 0)
                .mapToLong(Identity::member)
                .min()
                .orElse(0);
    }
}

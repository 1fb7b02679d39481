package org.allmende.node;

import org.allmende.gateway.etcd.compaction.Retention;

/**
 * What the gateway for clients of etcd compacts by itself, as etcd's flags of the same names say it.
 *
 * @param mode {@code periodic} or {@code revision}
 * @param retention hours or a time, as {@code 10m}; or revisions; {@code 0}: nothing is compacted
 */
public record EtcdCompaction(String mode, String retention) {
    /** etcd's standards. */
    public static final EtcdCompaction STANDARD = new EtcdCompaction(Retention.PERIODIC, "0");

    /** @throws IllegalArgumentException as {@link Retention#parse} */
    public EtcdCompaction {
        Retention.parse(mode, retention);
    }

    Retention settings() {
        return Retention.parse(mode, retention);
    }
}

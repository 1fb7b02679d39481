package org.allmende.gateway.etcd;

import org.allmende.etcd.protocol.Rpc.ResponseHeader;
import org.allmende.gateway.etcd.store.Identity;
import org.allmende.gateway.etcd.store.Store;

/**
 * What every answer begins with. There is no Raft here: its term is 2 and the roster epoch, its index the height, and so
 * neither ever goes back.
 */
public final class Headers {
    private static final long FIRST_TERM = 2;

    private final Store store;

    public Headers(Store store) {
        this.store = store;
    }

    /** @param revision the keyspace's, after what is answered */
    public ResponseHeader at(long revision) {
        Identity identity = store.identity();
        return ResponseHeader.newBuilder()
                .setClusterId(identity.cluster())
                .setMemberId(identity.member())
                .setRevision(revision)
                .setRaftTerm(term())
                .build();
    }

    /** With the keyspace's current revision, as far as this gateway has seen. */
    public ResponseHeader now() {
        return at(store.local().revision());
    }

    /** What etcd calls the Raft term. */
    public long term() {
        return FIRST_TERM + store.standing().epoch();
    }
}

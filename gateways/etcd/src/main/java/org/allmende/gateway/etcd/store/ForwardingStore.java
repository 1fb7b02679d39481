package org.allmende.gateway.etcd.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.ledger.genesis.NodeCard;

/** Another store, of which a subclass does some things in its own way. */
public abstract class ForwardingStore implements Store {
    private final Store store;

    protected ForwardingStore(Store store) {
        this.store = store;
    }

    @Override
    public String keyspace() {
        return store.keyspace();
    }

    @Override
    public Identity identity() {
        return store.identity();
    }

    @Override
    public Standing standing() {
        return store.standing();
    }

    @Override
    public List<NodeCard> members() {
        return store.members();
    }

    @Override
    public CompletableFuture<Written> write(CoordinationOperation operation) {
        return store.write(operation);
    }

    @Override
    public Reading linearizable() throws InterruptedException {
        return store.linearizable();
    }

    @Override
    public Reading local() {
        return store.local();
    }

    @Override
    public Reading above(long height, Duration patience) throws InterruptedException {
        return store.above(height, patience);
    }

    @Override
    public void close() {
        store.close();
    }
}

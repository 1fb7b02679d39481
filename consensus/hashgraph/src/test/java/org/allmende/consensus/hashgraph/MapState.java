package org.allmende.consensus.hashgraph;

import com.hedera.pbj.runtime.io.buffer.Bytes;
import com.swirlds.state.BinaryState;
import com.swirlds.state.binary.MerkleProof;
import com.swirlds.state.binary.QueueState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.hiero.base.crypto.Hash;
import org.jspecify.annotations.Nullable;

/** A platform state that is a map: what layouts use of it, and how much they wrote. */
final class MapState implements BinaryState {
    private record Place(int stateId, Bytes key) {}

    private final Map<Place, Bytes> entries = new HashMap<>();
    private final Map<Integer, Bytes> singletons = new HashMap<>();

    /** A node that took over this state: the same entries, and nothing else. */
    MapState copy() {
        MapState copy = new MapState();
        copy.entries.putAll(entries);
        copy.singletons.putAll(singletons);
        return copy;
    }

    /** What nodes agree on. */
    Object content() {
        return List.of(Map.copyOf(entries), Map.copyOf(singletons));
    }

    long bytes() {
        long bytes = 0;
        for (Map.Entry<Place, Bytes> entry : entries.entrySet()) {
            bytes += entry.getKey().key().length() + entry.getValue().length();
        }
        return bytes;
    }

    /** The bytes of entries that {@code before} did not have, or had with another value. */
    long bytesDifferentFrom(MapState before) {
        long bytes = 0;
        for (Map.Entry<Place, Bytes> entry : entries.entrySet()) {
            if (!entry.getValue().equals(before.entries.get(entry.getKey()))) {
                bytes += entry.getKey().key().length() + entry.getValue().length();
            }
        }
        return bytes;
    }

    long count(int stateId) {
        return entries.keySet().stream().filter(place -> place.stateId() == stateId).count();
    }

    /** The entries in an order that depends on the seed alone, so that no reader can rely on one. */
    Consumer<PlatformEntries.Visitor> shuffled(long seed) {
        List<Map.Entry<Place, Bytes>> listed = new ArrayList<>(entries.entrySet());
        Collections.shuffle(listed, new Random(seed));
        return visitor -> listed.forEach(
                entry -> visitor.visit(entry.getKey().stateId(), entry.getKey().key(), entry.getValue()));
    }

    @Override
    public @Nullable Bytes getKv(int stateId, Bytes key) {
        return entries.get(new Place(stateId, key));
    }

    @Override
    public void updateKv(int stateId, Bytes key, @Nullable Bytes value) {
        if (value == null) {
            removeKv(stateId, key);
        } else {
            entries.put(new Place(stateId, key), value);
        }
    }

    @Override
    public void removeKv(int stateId, Bytes key) {
        entries.remove(new Place(stateId, key));
    }

    @Override
    public @Nullable Bytes getSingleton(int singletonId) {
        return singletons.get(singletonId);
    }

    @Override
    public void updateSingleton(int stateId, Bytes value) {
        singletons.put(stateId, value);
    }

    @Override
    public void removeSingleton(int stateId) {
        singletons.remove(stateId);
    }

    @Override
    public Hash getHashForPath(long path) {
        throw unused();
    }

    @Override
    public MerkleProof getMerkleProof(long path) {
        throw unused();
    }

    @Override
    public long getSingletonPath(int stateId) {
        throw unused();
    }

    @Override
    public long getQueueElementPath(int stateId, Bytes expectedValue) {
        throw unused();
    }

    @Override
    public long getKvPath(int stateId, Bytes key) {
        throw unused();
    }

    @Override
    public QueueState getQueueState(int stateId) {
        throw unused();
    }

    @Override
    public Bytes peekQueueHead(int stateId) {
        throw unused();
    }

    @Override
    public Bytes peekQueueTail(int stateId) {
        throw unused();
    }

    @Override
    public Bytes peekQueue(int stateId, int index) {
        throw unused();
    }

    @Override
    public List<Bytes> getQueueAsList(int stateId) {
        throw unused();
    }

    @Override
    public void pushQueue(int stateId, Bytes value) {
        throw unused();
    }

    @Override
    public @Nullable Bytes popQueue(int stateId) {
        throw unused();
    }

    @Override
    public void removeQueue(int stateId) {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("no layout uses this");
    }
}

package org.allmende.consensus.hashgraph;

import com.hedera.pbj.runtime.io.ReadableSequentialData;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import com.swirlds.state.merkle.StateKeyUtils;
import com.swirlds.state.merkle.StateUtils;
import com.swirlds.state.merkle.VirtualMapState;
import com.swirlds.virtualmap.VirtualMapIterator;
import com.swirlds.virtualmap.datasource.VirtualLeafBytes;

/** Lists the entries of the platform's state. */
public final class PlatformEntries {
    /** The platform's own number for what is not under a key. */
    private static final int WITHOUT_KEY = 1;

    private PlatformEntries() {}

    /** Receives entries, the platform's own among them; told apart by the number they were put under. */
    public interface Visitor {
        void visit(int stateId, Bytes key, Bytes value);
    }

    /** Visits each entry that is under a key once, in an order of the platform's. */
    public static void forEach(VirtualMapState state, Visitor visitor) {
        for (VirtualMapIterator leaves = new VirtualMapIterator(state.getRoot()); leaves.hasNext(); ) {
            VirtualLeafBytes<?> leaf = leaves.next();
            int stateId = StateKeyUtils.extractStateIdFromStateKeyOneOf(leaf.keyBytes());
            if (stateId != WITHOUT_KEY) {
                // The platform wraps a key as a protobuf field: tag, length, content.
                ReadableSequentialData wrapped = leaf.keyBytes().toReadableSequentialData();
                wrapped.readVarInt(false);
                Bytes key = wrapped.readBytes(wrapped.readVarInt(false));
                visitor.visit(stateId, key, StateUtils.unwrap(leaf.valueBytes()));
            }
        }
    }
}

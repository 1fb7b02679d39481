package org.allmende.gateway.etcd.store;

import java.util.concurrent.CompletableFuture;
import org.allmende.coordination.Alarm;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.CoordinationOperation.ReportNoSpace;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.SpaceAnswer;
import org.allmende.ledger.encoding.Bytes;

/**
 * Another store, which raises the alarm when there was no room for something, before it says so: a refusal leaves
 * nothing in the ledger that others could see.
 */
public final class AlarmingStore extends ForwardingStore {
    private final Bytes prefix;

    /** @param prefix of the keys that this gateway may write: what gives it the right */
    public AlarmingStore(Store store, Bytes prefix) {
        super(store);
        this.prefix = prefix;
    }

    @Override
    public CompletableFuture<Written> write(CoordinationOperation operation) {
        return super.write(operation)
                .thenCompose(written -> written instanceof Written.Refused(CoordinationReason reason)
                                && reason == CoordinationReason.NO_SPACE
                                && !isRaised()
                        ? super.write(new ReportNoSpace(keyspace(), identity().member(), prefix))
                                // Whatever came of it: there is no room.
                                .handle((_, _) -> written)
                        : CompletableFuture.completedFuture(written));
    }

    /** As far as is known here; once too often does no harm. */
    private boolean isRaised() {
        try {
            return local().space() instanceof SpaceAnswer.Found found && found.has(Alarm.Kind.NO_SPACE);
        } catch (UnavailableException _) {
            return false;
        }
    }
}

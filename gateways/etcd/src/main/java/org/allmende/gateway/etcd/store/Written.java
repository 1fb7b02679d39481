package org.allmende.gateway.etcd.store;

import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.CoordinationResult;

/** What an ordered operation came to. */
public sealed interface Written {
    record Applied(CoordinationResult result) implements Written {}

    /** Nothing was changed. */
    record Refused(CoordinationReason reason) implements Written {}
}

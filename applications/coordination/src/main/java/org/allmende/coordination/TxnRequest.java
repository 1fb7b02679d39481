package org.allmende.coordination;

import java.util.List;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/**
 * Takes one of two branches and makes it happen as a whole, as one revision.
 *
 * <p>All compares, those of nested transactions too, are made before anything is changed, as in etcd; reads in the
 * taken branch see what was changed before them in it.
 *
 * @param compares all must hold for {@code success} to be taken; none: it is taken
 * @param success done in order when they hold
 * @param failure done in order when they do not
 */
@Tag(3)
public record TxnRequest(
        @Max(CoordinationLimits.TXN_REQUESTS_MAX) List<Compare> compares,
        @Max(CoordinationLimits.TXN_REQUESTS_MAX) List<Request> success,
        @Max(CoordinationLimits.TXN_REQUESTS_MAX) List<Request> failure)
        implements Request {
    public TxnRequest {
        compares = List.copyOf(compares);
        success = List.copyOf(success);
        failure = List.copyOf(failure);
    }
}

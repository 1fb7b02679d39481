package org.allmende.coordination;

import java.util.List;
import org.allmende.ledger.encoding.Max;

/** Questions about one keyspace that are all answered from one height, for programs that ask much and often. */
public record ReadsRequest(@Max(REQUESTS_MAX) List<ReadRequest> requests) {
    /** Questions at once. */
    public static final int REQUESTS_MAX = 1_000;

    public ReadsRequest {
        requests = List.copyOf(requests);
    }
}

package org.allmende.coordination;

import java.util.List;
import org.allmende.ledger.encoding.Max;

/** All keyspaces by name, as of a height. */
public record KeyspacesAnswer(
        long height, @Max(CoordinationLimits.KEYSPACES_MAX) List<KeyspaceInfo> keyspaces) {
    public KeyspacesAnswer {
        keyspaces = List.copyOf(keyspaces);
    }
}

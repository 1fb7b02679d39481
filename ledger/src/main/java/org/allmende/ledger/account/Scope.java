package org.allmende.ledger.account;

import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;

/**
 * A part of an application's state. Covers every scope of the same application whose resource begins with its own:
 * the empty resource covers the whole application.
 *
 * @param application the application's tag
 * @param resource in the application's own words; in coordination the keyspace name, a zero byte, and a key prefix
 */
public record Scope(int application, @Max(Limits.TABLE_KEY_BYTES_MAX / 2) Bytes resource) {
    public Scope {
        if (application < 0 || application > 255) {
            throw new IllegalArgumentException("an application's tag is 0 to 255");
        }
    }

    public boolean covers(Scope other) {
        return application == other.application && other.resource.startsWith(resource);
    }
}

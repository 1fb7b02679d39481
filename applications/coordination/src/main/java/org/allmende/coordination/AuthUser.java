package org.allmende.coordination;

import java.util.List;
import org.allmende.ledger.encoding.Max;

/**
 * A user of a keyspace.
 *
 * @param hasPassword whether there is one to come with
 * @param roles ascending
 */
public record AuthUser(
        @Max(CoordinationLimits.AUTH_NAME_BYTES_MAX) String name,
        boolean hasPassword,
        @Max(CoordinationLimits.USER_ROLES_MAX) List<@Max(CoordinationLimits.AUTH_NAME_BYTES_MAX) String> roles) {
    public AuthUser {
        roles = List.copyOf(roles);
    }

    /** Whether all is allowed. */
    public boolean isRoot() {
        return roles.contains(AuthReading.ROOT);
    }
}

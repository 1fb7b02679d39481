package org.allmende.coordination;

import java.util.List;
import org.allmende.ledger.encoding.Max;

/**
 * A role of a keyspace.
 *
 * @param permissions by key, then by range end
 */
public record AuthRole(
        @Max(CoordinationLimits.AUTH_NAME_BYTES_MAX) String name,
        @Max(CoordinationLimits.ROLE_PERMISSIONS_MAX) List<KeyPermission> permissions) {
    public AuthRole {
        permissions = List.copyOf(permissions);
    }
}

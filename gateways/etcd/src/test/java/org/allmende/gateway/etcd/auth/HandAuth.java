package org.allmende.gateway.etcd.auth;

import java.util.List;
import java.util.Optional;
import org.allmende.coordination.AuthReading;
import org.allmende.coordination.AuthRole;
import org.allmende.coordination.AuthUser;
import org.allmende.ledger.encoding.Bytes;

/** User ann, and nobody else. */
record HandAuth(long revision, long enabledAt, Bytes hash) implements AuthReading {
    @Override
    public boolean enabled() {
        return enabledAt != 0;
    }

    @Override
    public Optional<AuthUser> user(String name) {
        return Optional.of(new AuthUser("ann", true, List.of())).filter(user -> user.name().equals(name));
    }

    @Override
    public Optional<AuthRole> role(String name) {
        return Optional.empty();
    }

    @Override
    public List<String> users() {
        return List.of("ann");
    }

    @Override
    public List<String> roles() {
        return List.of();
    }

    @Override
    public Optional<Bytes> passwordHash(String user) {
        return user.equals("ann") ? Optional.of(hash) : Optional.empty();
    }
}

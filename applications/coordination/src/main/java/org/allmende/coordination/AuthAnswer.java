package org.allmende.coordination;

import java.util.List;
import java.util.Optional;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/** All users and roles of a keyspace, without what bcrypt made of passwords, as of a height. */
public sealed interface AuthAnswer {
    /** The height it is as of. */
    long height();

    /**
     * It exists.
     *
     * @param enabled whether users are asked for
     * @param revision counts changes, from 1
     * @param enabledAt the revision at which they came to be asked for; 0: they are not
     * @param allUsers by name, as {@code allRoles}
     */
    @Tag(0)
    record Found(
            long height,
            boolean enabled,
            long revision,
            long enabledAt,
            @Max(CoordinationLimits.USERS_MAX) List<AuthUser> allUsers,
            @Max(CoordinationLimits.ROLES_MAX) List<AuthRole> allRoles)
            implements AuthAnswer, AuthReading {
        public Found {
            allUsers = List.copyOf(allUsers);
            allRoles = List.copyOf(allRoles);
        }

        static Found of(long height, AuthReading reading) {
            return new Found(
                    height,
                    reading.enabled(),
                    reading.revision(),
                    reading.enabledAt(),
                    reading.users().stream().flatMap(name -> reading.user(name).stream()).toList(),
                    reading.roles().stream().flatMap(name -> reading.role(name).stream()).toList());
        }

        @Override
        public Optional<AuthUser> user(String name) {
            return allUsers.stream().filter(user -> user.name().equals(name)).findFirst();
        }

        @Override
        public Optional<AuthRole> role(String name) {
            return allRoles.stream().filter(role -> role.name().equals(name)).findFirst();
        }

        @Override
        public List<String> users() {
            return allUsers.stream().map(AuthUser::name).toList();
        }

        @Override
        public List<String> roles() {
            return allRoles.stream().map(AuthRole::name).toList();
        }

        /** Not told to those who only ask. */
        @Override
        public Optional<Bytes> passwordHash(String user) {
            return Optional.empty();
        }
    }

    /** There is no keyspace of this name. */
    @Tag(1)
    record NoKeyspace(long height) implements AuthAnswer {}
}

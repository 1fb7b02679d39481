package org.allmende.coordination;

import static org.allmende.coordination.CoordinationLimits.AUTH_NAME_BYTES_MAX;
import static org.allmende.coordination.CoordinationLimits.PASSWORD_HASH_BYTES_MAX;
import static org.allmende.coordination.CoordinationLimits.PERMISSION_KEY_BYTES_MAX;
import static org.allmende.coordination.CoordinationLimits.ROLES_MAX;
import static org.allmende.coordination.CoordinationLimits.ROLE_PERMISSIONS_MAX;
import static org.allmende.coordination.CoordinationLimits.USERS_MAX;
import static org.allmende.coordination.CoordinationLimits.USER_ROLES_MAX;
import static org.allmende.coordination.Scene.KEYSPACE;
import static org.allmende.coordination.Scene.OWNER;
import static org.allmende.coordination.Words.b;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.allmende.coordination.CoordinationOperation.ChangeAuth;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.transaction.Group;
import org.junit.jupiter.api.Test;

/** How much there may be of users and roles: as much, and not one more. */
class AuthLimitTest {
    private static Group change(AuthChange change) {
        return Group.of(new ChangeAuth(KEYSPACE, change));
    }

    private static void assertLastIsOneTooMany(List<Scene.Said> said, int limit) {
        assertThat(said).hasSize(limit + 1);
        assertThat(said.subList(0, limit)).hasOnlyElementsOfType(Scene.Said.Applied.class);
        assertThat(said.getLast().text()).isEqualTo("AUTH_FULL");
    }

    @Test
    void usersOfAKeyspace() {
        Scene scene = new Scene();
        List<Scene.Said> said = new ArrayList<>();
        for (int part = 0; part < 2; part++) {
            List<Group> groups = new ArrayList<>();
            for (int i = 0; i < USERS_MAX / 2 + part; i++) {
                groups.add(change(new AuthChange.AddUser("user " + part + "." + i, Bytes.EMPTY)));
            }
            said.addAll(scene.apply(OWNER, groups));
        }
        assertLastIsOneTooMany(said, USERS_MAX);
    }

    @Test
    void rolesOfAKeyspaceAndOfAUser() {
        Scene scene = new Scene();
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i <= ROLES_MAX; i++) {
            groups.add(change(new AuthChange.AddRole("role " + i)));
        }
        assertLastIsOneTooMany(scene.apply(OWNER, groups), ROLES_MAX);
        scene.apply(OWNER, new ChangeAuth(KEYSPACE, new AuthChange.AddUser("u", Bytes.EMPTY)));
        List<Group> granted = new ArrayList<>();
        for (int i = 0; i <= USER_ROLES_MAX; i++) {
            granted.add(change(new AuthChange.GrantRole("u", "role " + i)));
        }
        assertLastIsOneTooMany(scene.apply(OWNER, granted), USER_ROLES_MAX);
    }

    @Test
    void permissionsOfARole() {
        Scene scene = new Scene();
        scene.apply(OWNER, new ChangeAuth(KEYSPACE, new AuthChange.AddRole("r")));
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i <= ROLE_PERMISSIONS_MAX; i++) {
            groups.add(change(new AuthChange.GrantPermission(
                    "r", new KeyPermission(KeyPermission.Access.READ, b("key " + i), Bytes.EMPTY))));
        }
        assertLastIsOneTooMany(scene.apply(OWNER, groups), ROLE_PERMISSIONS_MAX);
        assertThat(scene.apply(OWNER, List.of(groups.getFirst())).getFirst())
                .as("one that is there already")
                .isInstanceOf(Scene.Said.Applied.class);
    }

    @Test
    void namesAndKeysOfUsersAndRoles() {
        Scene scene = new Scene();
        String name = "\u00fc".repeat(AUTH_NAME_BYTES_MAX / 2);
        Bytes hash = b("h".repeat(PASSWORD_HASH_BYTES_MAX));
        Bytes key = b("k".repeat(PERMISSION_KEY_BYTES_MAX));
        KeyPermission permission = new KeyPermission(KeyPermission.Access.READ, key, key.slice(1, key.length()));
        assertThat(scene.apply(OWNER, new ChangeAuth(KEYSPACE, new AuthChange.AddUser(name, hash))))
                .isInstanceOf(Scene.Said.Applied.class);
        assertThat(scene.auth().user(name)).isPresent();
        assertThat(scene.coordination().auth(scene.view(), KEYSPACE).user(name + "n")).isEmpty();
        assertThat(scene.coordination().auth(scene.view(), KEYSPACE).user("\ud800")).isEmpty();
        assertThat(scene.apply(OWNER, new ChangeAuth(KEYSPACE, new AuthChange.GrantPermission("r", permission)))
                        .text())
                .isEqualTo("PERMISSION_EMPTY");
        for (AuthChange tooLong : List.of(
                new AuthChange.AddUser(name + "n", hash),
                new AuthChange.AddUser("u", hash.concat(b("h"))),
                new AuthChange.AddRole(name + "n"),
                new AuthChange.RevokePermission("r", key.concat(b("k")), Bytes.EMPTY))) {
            assertThatThrownBy(() -> scene.apply(OWNER, new ChangeAuth(KEYSPACE, tooLong)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}

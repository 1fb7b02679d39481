package org.allmende.coordination;

import static org.allmende.ledger.Outcome.applied;
import static org.allmende.ledger.Outcome.refused;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.coordination.AuthChange.AddRole;
import org.allmende.coordination.AuthChange.AddUser;
import org.allmende.coordination.AuthChange.ChangePassword;
import org.allmende.coordination.AuthChange.DeleteRole;
import org.allmende.coordination.AuthChange.DeleteUser;
import org.allmende.coordination.AuthChange.Disable;
import org.allmende.coordination.AuthChange.Enable;
import org.allmende.coordination.AuthChange.GrantPermission;
import org.allmende.coordination.AuthChange.GrantRole;
import org.allmende.coordination.AuthChange.RevokePermission;
import org.allmende.coordination.AuthChange.RevokeRole;
import org.allmende.coordination.CoordinationTables.Auth;
import org.allmende.coordination.CoordinationTables.AuthKey;
import org.allmende.coordination.CoordinationTables.Keyspace;
import org.allmende.coordination.CoordinationTables.Role;
import org.allmende.coordination.CoordinationTables.RoleKey;
import org.allmende.coordination.CoordinationTables.User;
import org.allmende.coordination.CoordinationTables.UserKey;
import org.allmende.ledger.Context;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.table.TableView;
import org.allmende.ledger.table.View;

/**
 * Users and roles of keyspaces, with etcd's rules of what can be changed when. A user and a role are an entry each of the
 * keyspace's owner. Every change that has an effect is one more of the auth revision, but for enabling, as in etcd.
 */
final class Users {
    private final CoordinationTables tables;

    Users(CoordinationTables tables) {
        this.tables = tables;
    }

    /** As of now. */
    AuthReading reading(Keyspace keyspace) {
        return new StoredAuth(keyspace.number(), tables.auth, tables.users, tables.roles);
    }

    AuthReading reading(View view, Keyspace keyspace) {
        return new StoredAuth(keyspace.number(), view.of(tables.auth), view.of(tables.users), view.of(tables.roles));
    }

    private record StoredAuth(
            int keyspace,
            Auth auth,
            TableView<UserKey, User> userRows,
            TableView<RoleKey, Role> roleRows)
            implements AuthReading {
        StoredAuth(
                int keyspace,
                TableView<AuthKey, Auth> auths,
                TableView<UserKey, User> userRows,
                TableView<RoleKey, Role> roleRows) {
            this(keyspace, auths.get(new AuthKey(keyspace)).orElse(Auth.FRESH), userRows, roleRows);
        }

        @Override
        public boolean enabled() {
            return auth.enabled();
        }

        @Override
        public long revision() {
            return auth.revision();
        }

        @Override
        public long enabledAt() {
            return auth.enabledAt();
        }

        @Override
        public Optional<AuthUser> user(String name) {
            return row(name).map(user -> new AuthUser(name, !user.passwordHash().isEmpty(), user.roles()));
        }

        private Optional<User> row(String name) {
            return couldBe(name) ? userRows.get(new UserKey(keyspace, name)) : Optional.empty();
        }

        @Override
        public Optional<AuthRole> role(String name) {
            return couldBe(name)
                    ? roleRows.get(new RoleKey(keyspace, name)).map(role -> new AuthRole(name, role.permissions()))
                    : Optional.empty();
        }

        /** What could not be a name is not looked for: no row's key could hold it. */
        private static boolean couldBe(String name) {
            return StandardCharsets.UTF_8.newEncoder().canEncode(name)
                    && Bytes.utf8(name).length() <= CoordinationLimits.AUTH_NAME_BYTES_MAX;
        }

        @Override
        public List<String> users() {
            List<String> names = new ArrayList<>();
            userRows.ascend(
                    new UserKey(keyspace, ""), new UserKey(keyspace + 1, ""), (key, row) -> names.add(key.name()));
            return names;
        }

        @Override
        public List<String> roles() {
            List<String> names = new ArrayList<>();
            roleRows.ascend(
                    new RoleKey(keyspace, ""), new RoleKey(keyspace + 1, ""), (key, row) -> names.add(key.name()));
            return names;
        }

        @Override
        public Optional<Bytes> passwordHash(String user) {
            return row(user).map(User::passwordHash).filter(hash -> !hash.isEmpty());
        }
    }

    /** Who asks may change it; whether the state allows it is told here. */
    Outcome change(AuthChange change, String name, Keyspace keyspace, Context context) {
        return switch (change) {
            case Enable enable -> enable(name, keyspace, context);
            case Disable disable -> disable(name, keyspace, context);
            case AddUser add -> addUser(add, name, keyspace, context);
            case DeleteUser delete -> deleteUser(delete, name, keyspace, context);
            case ChangePassword password -> changePassword(password, name, keyspace, context);
            case GrantRole grant -> grantRole(grant, name, keyspace, context);
            case RevokeRole revoke -> revokeRole(revoke, name, keyspace, context);
            case AddRole add -> addRole(add, name, keyspace, context);
            case DeleteRole delete -> deleteRole(delete, name, keyspace, context);
            case GrantPermission grant -> grantPermission(grant, name, keyspace, context);
            case RevokePermission revoke -> revokePermission(revoke, name, keyspace, context);
        };
    }

    private Outcome enable(String name, Keyspace keyspace, Context context) {
        AuthReading now = reading(keyspace);
        if (now.enabled()) {
            return done(keyspace);
        }
        Optional<AuthUser> root = now.user(AuthReading.ROOT);
        if (root.isEmpty()) {
            return refused(CoordinationReason.ROOT_USER_MISSING);
        }
        if (!root.get().isRoot()) {
            return refused(CoordinationReason.ROOT_ROLE_MISSING);
        }
        return changed(new Auth(now.revision(), now.revision()), name, keyspace, context);
    }

    private Outcome disable(String name, Keyspace keyspace, Context context) {
        AuthReading now = reading(keyspace);
        return now.enabled()
                ? changed(new Auth(now.revision() + 1, 0), name, keyspace, context)
                : done(keyspace);
    }

    private Outcome addUser(AddUser add, String name, Keyspace keyspace, Context context) {
        UserKey key = new UserKey(keyspace.number(), add.user());
        if (add.user().isEmpty()) {
            return refused(CoordinationReason.USER_EMPTY);
        }
        if (tables.users.get(key).isPresent()) {
            return refused(CoordinationReason.USER_EXISTS);
        }
        if (reading(keyspace).users().size() >= CoordinationLimits.USERS_MAX) {
            return refused(CoordinationReason.AUTH_FULL);
        }
        if (!context.own(keyspace.owner(), 1)) {
            return refused(CoordinationReason.OVER_QUOTA);
        }
        tables.users.put(key, new User(add.passwordHash(), List.of()));
        return changed(name, keyspace, context);
    }

    private Outcome deleteUser(DeleteUser delete, String name, Keyspace keyspace, Context context) {
        UserKey key = new UserKey(keyspace.number(), delete.user());
        if (isNeeded(delete.user(), keyspace)) {
            return refused(CoordinationReason.ROOT_IS_NEEDED);
        }
        if (tables.users.get(key).isEmpty()) {
            return refused(CoordinationReason.USER_NOT_FOUND);
        }
        tables.users.remove(key);
        context.own(keyspace.owner(), -1);
        return changed(name, keyspace, context);
    }

    private boolean isNeeded(String userOrRole, Keyspace keyspace) {
        return userOrRole.equals(AuthReading.ROOT) && reading(keyspace).enabled();
    }

    private Outcome changePassword(ChangePassword change, String name, Keyspace keyspace, Context context) {
        UserKey key = new UserKey(keyspace.number(), change.user());
        Optional<User> user = tables.users.get(key);
        if (user.isEmpty()) {
            return refused(CoordinationReason.USER_NOT_FOUND);
        }
        if (!user.get().passwordHash().isEmpty()) {
            tables.users.put(key, new User(change.passwordHash(), user.get().roles()));
        }
        return changed(name, keyspace, context);
    }

    private Outcome grantRole(GrantRole grant, String name, Keyspace keyspace, Context context) {
        UserKey key = new UserKey(keyspace.number(), grant.user());
        Optional<User> user = tables.users.get(key);
        if (user.isEmpty()) {
            return refused(CoordinationReason.USER_NOT_FOUND);
        }
        if (!grant.role().equals(AuthReading.ROOT)
                && reading(keyspace).role(grant.role()).isEmpty()) {
            return refused(CoordinationReason.ROLE_NOT_FOUND);
        }
        if (user.get().roles().contains(grant.role())) {
            return done(keyspace);
        }
        if (user.get().roles().size() >= CoordinationLimits.USER_ROLES_MAX) {
            return refused(CoordinationReason.AUTH_FULL);
        }
        tables.users.put(key, user.get().with(grant.role()));
        return changed(name, keyspace, context);
    }

    private Outcome revokeRole(RevokeRole revoke, String name, Keyspace keyspace, Context context) {
        UserKey key = new UserKey(keyspace.number(), revoke.user());
        if (isNeeded(revoke.user(), keyspace) && isNeeded(revoke.role(), keyspace)) {
            return refused(CoordinationReason.ROOT_IS_NEEDED);
        }
        Optional<User> user = tables.users.get(key);
        if (user.isEmpty()) {
            return refused(CoordinationReason.USER_NOT_FOUND);
        }
        if (!user.get().roles().contains(revoke.role())) {
            return refused(CoordinationReason.ROLE_NOT_GRANTED);
        }
        tables.users.put(key, user.get().without(revoke.role()));
        return changed(name, keyspace, context);
    }

    private Outcome addRole(AddRole add, String name, Keyspace keyspace, Context context) {
        RoleKey key = new RoleKey(keyspace.number(), add.role());
        if (add.role().isEmpty()) {
            return refused(CoordinationReason.ROLE_EMPTY);
        }
        if (tables.roles.get(key).isPresent()) {
            return refused(CoordinationReason.ROLE_EXISTS);
        }
        if (reading(keyspace).roles().size() >= CoordinationLimits.ROLES_MAX) {
            return refused(CoordinationReason.AUTH_FULL);
        }
        if (!context.own(keyspace.owner(), 1)) {
            return refused(CoordinationReason.OVER_QUOTA);
        }
        tables.roles.put(key, new Role(List.of()));
        return changed(name, keyspace, context);
    }

    private Outcome deleteRole(DeleteRole delete, String name, Keyspace keyspace, Context context) {
        RoleKey key = new RoleKey(keyspace.number(), delete.role());
        if (isNeeded(delete.role(), keyspace)) {
            return refused(CoordinationReason.ROOT_IS_NEEDED);
        }
        if (tables.roles.get(key).isEmpty()) {
            return refused(CoordinationReason.ROLE_NOT_FOUND);
        }
        tables.roles.remove(key);
        for (String user : reading(keyspace).users()) {
            UserKey userKey = new UserKey(keyspace.number(), user);
            tables.users
                    .get(userKey)
                    .filter(row -> row.roles().contains(delete.role()))
                    .ifPresent(row -> tables.users.put(userKey, row.without(delete.role())));
        }
        context.own(keyspace.owner(), -1);
        return changed(name, keyspace, context);
    }

    private Outcome grantPermission(GrantPermission grant, String name, Keyspace keyspace, Context context) {
        RoleKey key = new RoleKey(keyspace.number(), grant.role());
        if (!isRange(grant.permission())) {
            return refused(CoordinationReason.PERMISSION_EMPTY);
        }
        Optional<Role> role = tables.roles.get(key);
        if (role.isEmpty()) {
            return refused(CoordinationReason.ROLE_NOT_FOUND);
        }
        Role granted = role.get().with(grant.permission());
        if (granted.permissions().size() > CoordinationLimits.ROLE_PERMISSIONS_MAX) {
            return refused(CoordinationReason.AUTH_FULL);
        }
        tables.roles.put(key, granted);
        return changed(name, keyspace, context);
    }

    /** etcd's rule: some key can be in it. */
    private static boolean isRange(KeyPermission permission) {
        return !permission.key().isEmpty()
                && permission.range().end().map(end -> permission.key().compareTo(end) < 0).orElse(true);
    }

    private Outcome revokePermission(RevokePermission revoke, String name, Keyspace keyspace, Context context) {
        RoleKey key = new RoleKey(keyspace.number(), revoke.role());
        Optional<Role> role = tables.roles.get(key);
        if (role.isEmpty()) {
            return refused(CoordinationReason.ROLE_NOT_FOUND);
        }
        Role left = role.get().without(revoke.key(), revoke.rangeEnd());
        if (left.equals(role.get())) {
            return refused(CoordinationReason.PERMISSION_NOT_GRANTED);
        }
        tables.roles.put(key, left);
        return changed(name, keyspace, context);
    }

    private Outcome changed(String name, Keyspace keyspace, Context context) {
        AuthReading before = reading(keyspace);
        return changed(new Auth(before.revision() + 1, before.enabledAt()), name, keyspace, context);
    }

    private Outcome changed(Auth auth, String name, Keyspace keyspace, Context context) {
        tables.auth.put(new AuthKey(keyspace.number()), auth);
        context.emit(new CoordinationEvent.AuthChanged(name, auth.revision(), auth.enabled()));
        return done(keyspace);
    }

    private static Outcome done(Keyspace keyspace) {
        return applied(new CoordinationResult.Done(keyspace.revision()));
    }
}

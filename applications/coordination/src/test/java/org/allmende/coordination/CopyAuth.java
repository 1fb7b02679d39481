package org.allmende.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.allmende.coordination.KeyPermission.Access;
import org.allmende.ledger.encoding.Bytes;

/** Users and roles of a keyspace, and what they may do, key by key: without any range that is taken together with another. */
final class CopyAuth {
    private static final Bytes ZERO = Bytes.of((byte) 0);

    private record User(Bytes hash, Set<String> roles) {}

    private final SortedMap<String, User> users = new TreeMap<>();
    private final SortedMap<String, SortedMap<List<Bytes>, Access>> roles = new TreeMap<>();
    private boolean enabled;
    private long enabledAt;
    private long revision = 1;
    private boolean touched;

    CopyAuth() {}

    CopyAuth(CopyAuth other) {
        other.users.forEach((name, user) -> users.put(name, new User(user.hash(), new TreeSet<>(user.roles()))));
        other.roles.forEach((name, permissions) -> roles.put(name, copy(permissions)));
        enabled = other.enabled;
        enabledAt = other.enabledAt;
        revision = other.revision;
        touched = other.touched;
    }

    private static SortedMap<List<Bytes>, Access> copy(SortedMap<List<Bytes>, Access> permissions) {
        SortedMap<List<Bytes>, Access> copy = new TreeMap<>(permissions.comparator());
        copy.putAll(permissions);
        return copy;
    }

    private static SortedMap<List<Bytes>, Access> none() {
        return new TreeMap<>((a, b) -> a.get(0).equals(b.get(0))
                ? a.get(1).compareTo(b.get(1))
                : a.get(0).compareTo(b.get(0)));
    }

    boolean enabled() {
        return enabled;
    }

    long revision() {
        return revision;
    }

    /** Users and roles, each an entry of the owner. */
    int entries() {
        return users.size() + roles.size();
    }

    int users() {
        return users.size();
    }

    int roles() {
        return roles.size();
    }

    boolean touched() {
        return touched;
    }

    // ---- what changes

    /** @return whether it had any effect */
    boolean change(AuthChange change) {
        long before = revision;
        boolean was = enabled;
        switch (change) {
            case AuthChange.Enable enable -> {
                refuseIf(!enabled && !users.containsKey("root"), CoordinationReason.ROOT_USER_MISSING);
                refuseIf(!enabled && !has("root", "root"), CoordinationReason.ROOT_ROLE_MISSING);
                enabledAt = enabled ? enabledAt : revision;
                enabled = true;
            }
            case AuthChange.Disable disable -> {
                revision += enabled ? 1 : 0;
                enabled = false;
                enabledAt = 0;
            }
            case AuthChange.AddUser add -> {
                refuseIf(add.user().isEmpty(), CoordinationReason.USER_EMPTY);
                refuseIf(users.containsKey(add.user()), CoordinationReason.USER_EXISTS);
                users.put(add.user(), new User(add.passwordHash(), new TreeSet<>()));
                revision++;
            }
            case AuthChange.DeleteUser delete -> {
                refuseIf(enabled && delete.user().equals("root"), CoordinationReason.ROOT_IS_NEEDED);
                refuseIf(users.remove(delete.user()) == null, CoordinationReason.USER_NOT_FOUND);
                revision++;
            }
            case AuthChange.ChangePassword password -> {
                User user = find(password.user());
                Bytes hash = user.hash().isEmpty() ? Bytes.EMPTY : password.passwordHash();
                users.put(password.user(), new User(hash, user.roles()));
                revision++;
            }
            case AuthChange.GrantRole grant -> {
                User user = find(grant.user());
                boolean there = grant.role().equals("root") || roles.containsKey(grant.role());
                refuseIf(!there, CoordinationReason.ROLE_NOT_FOUND);
                revision += user.roles().add(grant.role()) ? 1 : 0;
            }
            case AuthChange.RevokeRole revoke -> {
                boolean rootOfRoot = revoke.user().equals("root") && revoke.role().equals("root");
                refuseIf(enabled && rootOfRoot, CoordinationReason.ROOT_IS_NEEDED);
                refuseIf(!find(revoke.user()).roles().remove(revoke.role()), CoordinationReason.ROLE_NOT_GRANTED);
                revision++;
            }
            case AuthChange.AddRole add -> {
                refuseIf(add.role().isEmpty(), CoordinationReason.ROLE_EMPTY);
                refuseIf(roles.putIfAbsent(add.role(), none()) != null, CoordinationReason.ROLE_EXISTS);
                revision++;
            }
            case AuthChange.DeleteRole delete -> {
                refuseIf(enabled && delete.role().equals("root"), CoordinationReason.ROOT_IS_NEEDED);
                refuseIf(roles.remove(delete.role()) == null, CoordinationReason.ROLE_NOT_FOUND);
                users.values().forEach(user -> user.roles().remove(delete.role()));
                revision++;
            }
            case AuthChange.GrantPermission grant -> {
                KeyPermission permission = grant.permission();
                boolean someKey = !permission.key().isEmpty()
                        && isIn(permission.key(), permission.key(), permission.rangeEnd());
                refuseIf(!someKey, CoordinationReason.PERMISSION_EMPTY);
                permissions(grant.role())
                        .put(List.of(permission.key(), permission.rangeEnd()), permission.access());
                revision++;
            }
            case AuthChange.RevokePermission revoke -> {
                Access was2 = permissions(revoke.role()).remove(List.of(revoke.key(), revoke.rangeEnd()));
                refuseIf(was2 == null, CoordinationReason.PERMISSION_NOT_GRANTED);
                revision++;
            }
        }
        boolean effect = revision != before || enabled != was;
        touched |= effect;
        return effect;
    }

    private User find(String name) {
        User user = users.get(name);
        if (user == null) {
            throw new CopyStore.Refusal(CoordinationReason.USER_NOT_FOUND);
        }
        return user;
    }

    private SortedMap<List<Bytes>, Access> permissions(String role) {
        SortedMap<List<Bytes>, Access> permissions = roles.get(role);
        if (permissions == null) {
            throw new CopyStore.Refusal(CoordinationReason.ROLE_NOT_FOUND);
        }
        return permissions;
    }

    private static void refuseIf(boolean wrong, CoordinationReason reason) {
        if (wrong) {
            throw new CopyStore.Refusal(reason);
        }
    }

    // ---- who may what

    boolean isUser(String name) {
        return users.containsKey(name);
    }

    boolean has(String user, String role) {
        User found = users.get(user);
        return found != null && found.roles().contains(role);
    }

    boolean mayRead(String user, Bytes key, Bytes end) {
        return may(user, key, end, Access.WRITE);
    }

    boolean mayWrite(String user, Bytes key, Bytes end) {
        return may(user, key, end, Access.READ);
    }

    /**
     * Whether there is no key in the range that no permission is for. If there is one, then the first such is the range's
     * own first key, or where some permission ends.
     */
    private boolean may(String user, Bytes key, Bytes end, Access tooLittle) {
        if (has(user, "root")) {
            return true;
        }
        List<List<Bytes>> permitted = permitted(user, tooLittle);
        List<Bytes> candidates = new ArrayList<>(List.of(key));
        for (List<Bytes> each : permitted) {
            candidates.add(each.get(1).isEmpty() ? each.get(0).concat(ZERO) : each.get(1));
        }
        Bytes asked = isIn(key, key, end) ? end : Bytes.EMPTY;
        return candidates.stream()
                .filter(candidate -> isIn(candidate, key, asked))
                .allMatch(candidate ->
                        permitted.stream().anyMatch(each -> isIn(candidate, each.get(0), each.get(1))));
    }

    private List<List<Bytes>> permitted(String user, Access tooLittle) {
        return roles.entrySet().stream()
                .filter(role -> has(user, role.getKey()))
                .flatMap(role -> role.getValue().entrySet().stream())
                .filter(each -> each.getValue() != tooLittle)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isIn(Bytes candidate, Bytes key, Bytes end) {
        if (end.isEmpty()) {
            return candidate.equals(key);
        }
        return candidate.compareTo(key) >= 0 && (end.equals(ZERO) || candidate.compareTo(end) < 0);
    }

    // ---- what a view shows

    AuthAnswer answer(long height) {
        return new AuthAnswer.Found(
                height,
                enabled,
                revision,
                enabledAt,
                users.entrySet().stream()
                        .map(each -> new AuthUser(
                                each.getKey(),
                                !each.getValue().hash().isEmpty(),
                                List.copyOf(each.getValue().roles())))
                        .toList(),
                roles.entrySet().stream()
                        .map(each -> new AuthRole(each.getKey(), permissions(each.getValue())))
                        .toList());
    }

    private static List<KeyPermission> permissions(SortedMap<List<Bytes>, Access> permissions) {
        return permissions.entrySet().stream()
                .map(each -> new KeyPermission(
                        each.getValue(), each.getKey().get(0), each.getKey().get(1)))
                .toList();
    }

    /** What bcrypt made of all passwords, by user. */
    SortedMap<String, Bytes> hashes() {
        SortedMap<String, Bytes> hashes = new TreeMap<>();
        users.forEach((name, user) -> {
            if (!user.hash().isEmpty()) {
                hashes.put(name, user.hash());
            }
        });
        return hashes;
    }
}

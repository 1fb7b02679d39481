package org.allmende.gateway.etcd.differential;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import org.allmende.etcd.protocol.Authpb.Permission;
import org.allmende.etcd.protocol.Authpb.UserAddOptions;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.ledger.seeds.Seed;

/**
 * Changes of users and roles, and requests as some of them, by chance. Not sent is what etcd 3.4 does not check and the
 * gateway does: {@code docs/reference/etcd-differences.md} names it.
 */
final class AuthSequences {
    static final List<String> USERS = List.of("root", "ann", "bob");
    private static final List<String> ROLES = List.of("root", "r", "s");
    private static final List<String> KEYS = List.of("a", "b", "c", "d");

    /** Who asks: a user that has authenticated, or nobody. */
    record Asked(String user, Message request) {
        @Override
        public String toString() {
            return (user.isEmpty() ? "nobody" : user) + ": " + new Step.Ask(request);
        }
    }

    private final Seed seed;

    private AuthSequences(Seed seed) {
        this.seed = seed;
    }

    static List<Asked> of(Seed seed, int length) {
        AuthSequences sequences = new AuthSequences(seed);
        List<Asked> asked = new ArrayList<>(sequences.toEnable());
        while (asked.size() < length) {
            asked.add(sequences.next());
        }
        return asked;
    }

    private List<Asked> toEnable() {
        return List.of(
                by("", addUser("root", "secret")),
                by("", Rpc.AuthRoleAddRequest.newBuilder().setName("root").build()),
                by("", grantRole("root", "root")),
                by("", addUser("ann", "secret")),
                by("", Rpc.AuthRoleAddRequest.newBuilder().setName("r").build()),
                by("", grant("r", Permission.Type.READWRITE, "a", "c")),
                by("", grantRole("ann", "r")),
                by("", Rpc.AuthEnableRequest.getDefaultInstance()),
                by("", authenticate("root", "secret")),
                by("", authenticate("ann", "secret")));
    }

    private static Asked by(String user, Message request) {
        return new Asked(user, request);
    }

    private Asked next() {
        return switch (seed.between(1, 12)) {
            case 1, 2, 3 -> by("root", change());
            case 4 -> by(seed.pick("", "ann", "bob"), change());
            case 5 -> by("", authenticate(name(), seed.oneIn(4) ? "wrong" : "secret"));
            case 6 -> by(seed.pick("", "root", "root", "ann", "bob"), question());
            case 7 -> by(seed.pick("root", "ann", "bob"), Rpc.LeaseRevokeRequest.newBuilder().setID(7).build());
            default -> by(seed.pick("", "root", "ann", "ann", "ann", "bob", "bob"), ofKeys());
        };
    }

    private String name() {
        return seed.oneIn(15) ? "" : seed.pick(USERS);
    }

    private String role() {
        return seed.oneIn(15) ? "" : seed.pick(ROLES);
    }

    private static Message addUser(String name, String password) {
        return Rpc.AuthUserAddRequest.newBuilder().setName(name).setPassword(password).build();
    }

    private static Message grantRole(String user, String role) {
        return Rpc.AuthUserGrantRoleRequest.newBuilder().setUser(user).setRole(role).build();
    }

    private static Message authenticate(String name, String password) {
        return Rpc.AuthenticateRequest.newBuilder().setName(name).setPassword(password).build();
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    /** etcd sorts permissions by their keys only: each key has one range end here. */
    private static String endOf(String key) {
        return switch (key) {
            case "a" -> "c";
            case "c" -> "\0";
            default -> "";
        };
    }

    private static Message grant(String role, Permission.Type type, String key, String end) {
        return Rpc.AuthRoleGrantPermissionRequest.newBuilder()
                .setName(role)
                .setPerm(Permission.newBuilder().setPermType(type).setKey(bytes(key)).setRangeEnd(bytes(end)))
                .build();
    }

    private Message change() {
        String key = seed.pick(KEYS);
        return switch (seed.between(1, 22)) {
            case 1, 2 -> Rpc.AuthEnableRequest.getDefaultInstance();
            case 3 -> Rpc.AuthDisableRequest.getDefaultInstance();
            case 4, 5, 6 -> addUser(name(), "secret");
            case 7 ->
                Rpc.AuthUserAddRequest.newBuilder()
                        .setName(name())
                        .setOptions(UserAddOptions.newBuilder().setNoPassword(true))
                        .build();
            case 8 -> Rpc.AuthUserDeleteRequest.newBuilder().setName(name()).build();
            case 9 ->
                Rpc.AuthUserChangePasswordRequest.newBuilder()
                        .setName(name())
                        .setPassword("secret")
                        .build();
            case 10, 11, 12 -> grantRole(name(), role());
            case 13 ->
                Rpc.AuthUserRevokeRoleRequest.newBuilder()
                        .setName(name())
                        .setRole(role())
                        .build();
            case 14, 15 -> Rpc.AuthRoleAddRequest.newBuilder().setName(role()).build();
            case 16 -> Rpc.AuthRoleDeleteRequest.newBuilder().setRole(role()).build();
            case 17 ->
                Rpc.AuthRoleRevokePermissionRequest.newBuilder()
                        .setRole(role())
                        .setKey(bytes(key))
                        .setRangeEnd(bytes(endOf(key)))
                        .build();
            default -> grant(role(), Permission.Type.forNumber(seed.between(0, 2)), key, endOf(key));
        };
    }

    private Message question() {
        return switch (seed.between(1, 4)) {
            case 1 -> Rpc.AuthUserGetRequest.newBuilder().setName(name()).build();
            // What of root's permissions is shown is another thing in 3.5.
            case 2 ->
                Rpc.AuthRoleGetRequest.newBuilder()
                        .setRole(seed.oneIn(15) ? "" : seed.pick("r", "s"))
                        .build();
            case 3 -> Rpc.AuthUserListRequest.getDefaultInstance();
            default -> Rpc.AuthRoleListRequest.getDefaultInstance();
        };
    }

    private ByteString rangeEnd() {
        return bytes(seed.pick("", "", "b", "c", "d", "e", "\0"));
    }

    private Message ofKeys() {
        return switch (seed.between(1, 8)) {
            case 1, 2, 3 -> put().toBuilder().setPrevKv(seed.oneIn(3)).build();
            case 4, 5 -> range();
            case 6 -> delete();
            default -> txn();
        };
    }

    private Rpc.PutRequest put() {
        return Rpc.PutRequest.newBuilder()
                .setKey(bytes(seed.pick(KEYS)))
                .setValue(bytes(seed.pick("1", "2")))
                .build();
    }

    /** Those that hold no key are left out: what etcd says to them depends on how its tree lies. */
    private Rpc.RangeRequest range() {
        ByteString key = bytes(seed.pick(KEYS));
        ByteString end = rangeEnd();
        return Rpc.RangeRequest.newBuilder()
                .setKey(key)
                .setRangeEnd(isEmpty(key, end) ? ByteString.EMPTY : end)
                .setSerializable(seed.oneIn(4))
                .build();
    }

    private static boolean isEmpty(ByteString key, ByteString end) {
        boolean bounded = !end.isEmpty() && !end.equals(bytes("\0"));
        return bounded && ByteString.unsignedLexicographicalComparator().compare(key, end) >= 0;
    }

    private Rpc.DeleteRangeRequest delete() {
        Rpc.RangeRequest range = range();
        return Rpc.DeleteRangeRequest.newBuilder()
                .setKey(range.getKey())
                .setRangeEnd(range.getRangeEnd())
                .setPrevKv(seed.nextBoolean())
                .build();
    }

    private Rpc.TxnRequest txn() {
        Rpc.TxnRequest.Builder txn = Rpc.TxnRequest.newBuilder();
        if (seed.nextBoolean()) {
            txn.addCompare(Rpc.Compare.newBuilder()
                    .setKey(bytes(seed.pick(KEYS)))
                    .setTarget(Rpc.Compare.CompareTarget.VERSION)
                    .setResult(Rpc.Compare.CompareResult.GREATER));
        }
        txn.addSuccess(operation());
        if (seed.nextBoolean()) {
            txn.addFailure(operation());
        }
        return txn.build();
    }

    private Rpc.RequestOp operation() {
        Rpc.RequestOp.Builder operation = Rpc.RequestOp.newBuilder();
        return switch (seed.between(1, 4)) {
            case 1 -> operation.setRequestRange(range()).build();
            case 2 -> operation.setRequestDeleteRange(delete()).build();
            default -> operation.setRequestPut(put()).build();
        };
    }
}

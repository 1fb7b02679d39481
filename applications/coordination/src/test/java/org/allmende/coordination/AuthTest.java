package org.allmende.coordination;

import static org.allmende.coordination.Scene.KEYSPACE;
import static org.allmende.coordination.Scene.OWNER;
import static org.allmende.coordination.Scene.STRANGER;
import static org.allmende.coordination.Scene.WRITER;
import static org.allmende.coordination.Words.all;
import static org.allmende.coordination.Words.b;
import static org.allmende.coordination.Words.compare;
import static org.allmende.coordination.Words.delete;
import static org.allmende.coordination.Words.failing;
import static org.allmende.coordination.Words.get;
import static org.allmende.coordination.Words.put;
import static org.allmende.coordination.Words.putLeased;
import static org.allmende.coordination.Words.range;
import static org.allmende.coordination.Words.txn;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.allmende.coordination.CoordinationOperation.AllowWriter;
import org.allmende.coordination.CoordinationOperation.AsUser;
import org.allmende.coordination.CoordinationOperation.ChangeAuth;
import org.allmende.coordination.CoordinationOperation.Compact;
import org.allmende.coordination.CoordinationOperation.GrantLease;
import org.allmende.coordination.CoordinationOperation.OfAUser;
import org.allmende.coordination.CoordinationOperation.RenewLeases;
import org.allmende.coordination.CoordinationOperation.RevokeLease;
import org.allmende.coordination.KeyPermission.Access;
import org.allmende.ledger.account.LedgerOperation.Delegate;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;

/** Users and roles: what can be changed when, and who may do what while users are asked for. */
class AuthTest {
    private static final Bytes HASH = b("hash");

    private Scene scene = new Scene();

    private String change(AuthChange change) {
        return scene.apply(OWNER, new ChangeAuth(KEYSPACE, change)).text();
    }

    private static KeyPermission permission(Access access, String key, String end) {
        return new KeyPermission(access, b(key), b(end));
    }

    private void permit(String role, Access access, String key, String end) {
        assertThat(change(new GrantPermission(role, permission(access, key, end)))).startsWith("done");
    }

    /** User root, and ann who may write a to c, and read b; the stranger acts for the keyspace's owner. */
    private void enable() {
        change(new AddUser("root", HASH));
        change(new GrantRole("root", "root"));
        change(new AddUser("ann", HASH));
        change(new AddRole("r"));
        permit("r", Access.WRITE, "a", "c");
        permit("r", Access.READ, "b", "");
        change(new GrantRole("ann", "r"));
        Scope scope = new Scope(Coordination.TAG, b(KEYSPACE + "\0"));
        scene.apply(
                OWNER,
                new Delegate(
                        Scene.account(STRANGER), scope, Optional.empty(), scene.view().timeMillis() + 3_600_000));
        assertThat(change(new Enable())).startsWith("done");
    }

    private String as(String user, Request request) {
        return as(user, (OfAUser) Words.operation(KEYSPACE, request));
    }

    private String as(String user, OfAUser operation) {
        return as(user, scene.auth().revision(), operation);
    }

    private String as(String user, long revision, OfAUser operation) {
        return scene.apply(STRANGER, new AsUser(user, revision, operation)).text();
    }

    private String unnamed(Bytes account, Request request) {
        return scene.apply(account, Words.operation(KEYSPACE, request)).text();
    }

    // ---- what can be changed when

    @Test
    void usersAreAskedForOnlyWhenThereIsARoot() {
        assertThat(change(new Enable())).isEqualTo("ROOT_USER_MISSING");
        change(new AddUser("root", HASH));
        assertThat(change(new Enable())).isEqualTo("ROOT_ROLE_MISSING");
        assertThat(change(new GrantRole("root", "root"))).as("etcd's role root need not exist").startsWith("done");
        assertThat(change(new Enable())).startsWith("done");
        assertThat(scene.auth().enabled()).isTrue();
    }

    @Test
    void everyChangeCountsButEnablingAndWhatHasNoEffect() {
        assertThat(scene.auth().revision()).isEqualTo(1);
        change(new Disable());
        assertThat(scene.auth().revision()).as("nothing to disable").isEqualTo(1);
        change(new AddUser("root", HASH));
        change(new GrantRole("root", "root"));
        change(new GrantRole("root", "root"));
        assertThat(scene.auth().revision()).isEqualTo(3);
        change(new Enable());
        change(new Enable());
        assertThat(scene.auth().revision()).isEqualTo(3);
        change(new Disable());
        assertThat(scene.auth().revision()).isEqualTo(4);
        change(new AddUser("root", HASH));
        assertThat(scene.auth().revision()).as("a refusal").isEqualTo(4);
    }

    @Test
    void usersAreAddedChangedAndDeleted() {
        assertThat(change(new AddUser("", HASH))).isEqualTo("USER_EMPTY");
        assertThat(change(new AddUser("ann", HASH))).startsWith("done");
        assertThat(change(new AddUser("ann", HASH))).isEqualTo("USER_EXISTS");
        assertThat(change(new ChangePassword("bob", HASH))).isEqualTo("USER_NOT_FOUND");
        change(new ChangePassword("ann", b("other")));
        assertThat(hash("ann")).contains(b("other"));
        change(new AddUser("bob", Bytes.EMPTY));
        change(new ChangePassword("bob", HASH));
        assertThat(hash("bob")).as("a user without a password stays so").isEmpty();
        assertThat(change(new DeleteUser("carl"))).isEqualTo("USER_NOT_FOUND");
        assertThat(change(new DeleteUser("ann"))).startsWith("done");
        assertThat(scene.auth().users()).containsExactly("bob");
    }

    private Optional<Bytes> hash(String user) {
        return scene.coordination().auth(scene.view(), KEYSPACE).passwordHash(user);
    }

    @Test
    void whatAnybodyMayReadHoldsNoPassword() {
        change(new AddUser("ann", HASH));
        assertThat(scene.auth().passwordHash("ann")).isEmpty();
        assertThat(scene.auth().user("ann")).contains(new AuthUser("ann", true, List.of()));
    }

    @Test
    void rolesAreGrantedAndTakenBack() {
        change(new AddUser("ann", HASH));
        assertThat(change(new AddRole(""))).isEqualTo("ROLE_EMPTY");
        assertThat(change(new GrantRole("ann", "r"))).isEqualTo("ROLE_NOT_FOUND");
        assertThat(change(new GrantRole("bob", "r"))).isEqualTo("USER_NOT_FOUND");
        change(new AddRole("r"));
        assertThat(change(new AddRole("r"))).isEqualTo("ROLE_EXISTS");
        assertThat(change(new RevokeRole("ann", "r"))).isEqualTo("ROLE_NOT_GRANTED");
        change(new GrantRole("ann", "r"));
        change(new RevokeRole("ann", "r"));
        assertThat(scene.auth().user("ann").orElseThrow().roles()).isEmpty();
        change(new GrantRole("ann", "r"));
        assertThat(change(new DeleteRole("s"))).isEqualTo("ROLE_NOT_FOUND");
        change(new DeleteRole("r"));
        assertThat(scene.auth().user("ann").orElseThrow().roles())
                .as("whoever had it")
                .isEmpty();
    }

    @Test
    void permissionsAreOneForEachRange() {
        change(new AddRole("r"));
        permit("r", Access.READ, "b", "c");
        permit("r", Access.READ, "b", "");
        permit("r", Access.READ, "a", "\0");
        permit("r", Access.WRITE, "b", "c");
        assertThat(scene.auth().role("r").orElseThrow().permissions())
                .containsExactly(
                        permission(Access.READ, "a", "\0"),
                        permission(Access.READ, "b", ""),
                        permission(Access.WRITE, "b", "c"));
        assertThat(change(new RevokePermission("r", b("b"), b("d")))).isEqualTo("PERMISSION_NOT_GRANTED");
        assertThat(change(new RevokePermission("s", b("b"), b("c")))).isEqualTo("ROLE_NOT_FOUND");
        change(new RevokePermission("r", b("b"), b("c")));
        assertThat(scene.auth().role("r").orElseThrow().permissions()).hasSize(2);
        assertThat(change(new GrantPermission("s", permission(Access.READ, "a", ""))))
                .isEqualTo("ROLE_NOT_FOUND");
        assertThat(change(new GrantPermission("r", permission(Access.READ, "", "a"))))
                .isEqualTo("PERMISSION_EMPTY");
        assertThat(change(new GrantPermission("r", permission(Access.READ, "b", "b"))))
                .isEqualTo("PERMISSION_EMPTY");
    }

    @Test
    void rootStaysWhileUsersAreAskedFor() {
        enable();
        change(new AddRole("root"));
        assertThat(change(new DeleteUser("root"))).isEqualTo("ROOT_IS_NEEDED");
        assertThat(change(new DeleteRole("root"))).isEqualTo("ROOT_IS_NEEDED");
        assertThat(change(new RevokeRole("root", "root"))).isEqualTo("ROOT_IS_NEEDED");
        change(new Disable());
        assertThat(change(new DeleteRole("root"))).startsWith("done");
        assertThat(change(new DeleteUser("root"))).startsWith("done");
    }

    @Test
    void usersAndRolesAreEntriesOfTheOwner() {
        change(new AddUser("ann", HASH));
        change(new AddRole("r"));
        change(new DeleteUser("ann"));
        change(new DeleteRole("r"));
        assertThat(scene.rows("users")).isZero();
        assertThat(scene.rows("roles")).isZero();
        assertThat(scene.rows("auth")).isEqualTo(1);
    }

    @Test
    void onlyWhoActsForTheOwnerChangesUsers() {
        assertThat(scene.apply(STRANGER, new ChangeAuth(KEYSPACE, new AddRole("r"))).text())
                .isEqualTo("NOT_ALLOWED");
        assertThat(scene.apply(OWNER, new ChangeAuth("other", new AddRole("r"))).text())
                .isEqualTo("KEYSPACE_NOT_FOUND");
    }

    @Test
    void itIsTheSameAfterARestart() {
        enable();
        AuthAnswer.Found before = scene.auth();
        scene = scene.restarted();
        assertThat(scene.auth()).isEqualTo(before);
        assertThat(as("ann", put("a", "1"))).startsWith("put");
    }

    @Test
    void theWorldIsToldThatUsersChangedAndNothingElse() {
        change(new AddUser("ann", HASH));
        assertThat(scene.events())
                .extracting(placed -> (Object) placed.event())
                .containsExactly(new CoordinationEvent.AuthChanged(KEYSPACE, 2, false));
    }

    // ---- who may what

    @Test
    void whileUsersAreNotAskedForNobodyIs() {
        assertThat(scene.apply(OWNER, new AsUser("nobody", 0, (OfAUser) Words.operation(KEYSPACE, put("a", "1"))))
                        .text())
                .isEqualTo("put@2");
    }

    @Test
    void onlyTheOwnerNamesNobody() {
        enable();
        assertThat(unnamed(STRANGER, put("a", "1"))).isEqualTo("USER_EMPTY");
        assertThat(unnamed(STRANGER, all(get("a")))).isEqualTo("USER_EMPTY");
        assertThat(as("", put("a", "1"))).isEqualTo("USER_EMPTY");
        assertThat(unnamed(OWNER, put("a", "1"))).startsWith("put");
        assertThat(scene.apply(STRANGER, new ChangeAuth(KEYSPACE, new Disable())).text())
                .isEqualTo("USER_EMPTY");
        assertThat(change(new Disable())).as("the owner's way out").startsWith("done");
        assertThat(unnamed(STRANGER, put("a", "1"))).startsWith("put");
    }

    /** Not even root has more rights than the account that speaks for it. */
    @Test
    void theAccountNeedsItsRightsBesides() {
        enable();
        scene.apply(OWNER, new AllowWriter(KEYSPACE, Scene.account(WRITER), b("a")));
        long revision = scene.auth().revision();
        assertThat(scene.apply(WRITER, new AsUser("root", revision, (OfAUser) Words.operation(KEYSPACE, put("a", ""))))
                        .text())
                .startsWith("put");
        assertThat(scene.apply(WRITER, new AsUser("root", revision, (OfAUser) Words.operation(KEYSPACE, put("b", ""))))
                        .text())
                .isEqualTo("NOT_ALLOWED");
    }

    /** As etcd's; who wants to know that a network orders asks so. */
    @Test
    void anEmptyTransactionNeedsNobody() {
        enable();
        assertThat(unnamed(STRANGER, all())).startsWith("txn");
        assertThat(as("", all())).startsWith("txn");
    }

    @Test
    void anOldAuthRevisionIsRefused() {
        enable();
        long revision = scene.auth().revision();
        OfAUser put = (OfAUser) Words.operation(KEYSPACE, put("a", "1"));
        change(new AddRole("s"));
        assertThat(as("ann", revision, put)).isEqualTo("AUTH_REVISION_OLD");
        assertThat(as("root", revision, put)).isEqualTo("AUTH_REVISION_OLD");
        assertThat(as("ann", revision + 1, put)).startsWith("put");
        assertThat(as("root", revision, new ChangeAuth(KEYSPACE, new AddRole("t"))))
                .as("etcd asks for none where it asks for root")
                .startsWith("done");
    }

    @Test
    void aUserMayWhatItsRolesPermit() {
        enable();
        assertThat(as("ann", put("b", "1"))).startsWith("put");
        assertThat(as("ann", put("c", "1"))).isEqualTo("USER_NOT_ALLOWED");
        assertThat(as("bob", put("b", "1"))).isEqualTo("USER_NOT_ALLOWED");
        assertThat(as("root", put("c", "1"))).startsWith("put");
        assertThat(as("ann", delete("a", "c"))).startsWith("delete");
        assertThat(as("ann", delete("a", "d"))).isEqualTo("USER_NOT_ALLOWED");
    }

    @Test
    void whatWasThereIsShownToThoseWhoMayRead() {
        enable();
        assertThat(as("ann", new PutRequest(b("b"), b(""), 0, true, false, false))).startsWith("put");
        assertThat(as("ann", new PutRequest(b("a"), b(""), 0, true, false, false))).isEqualTo("USER_NOT_ALLOWED");
        assertThat(as("ann", new DeleteRangeRequest(b("b"), b(""), true))).startsWith("delete");
        assertThat(as("ann", new DeleteRangeRequest(b("a"), b("c"), true))).isEqualTo("USER_NOT_ALLOWED");
    }

    @Test
    void aTransactionNeedsEverythingInIt() {
        enable();
        Compare.Expected none = new Compare.Expected.Version(0);
        Compare readable = compare("b", Compare.Relation.EQUAL, none);
        Compare secret = compare("a", Compare.Relation.EQUAL, none);
        assertThat(as("ann", txn(List.of(readable), List.of(put("a", "")), List.of()))).startsWith("txn");
        assertThat(as("ann", txn(List.of(secret), List.of(), List.of()))).isEqualTo("USER_NOT_ALLOWED");
        assertThat(as("ann", all(get("b")))).startsWith("txn");
        assertThat(as("ann", all(get("a")))).isEqualTo("USER_NOT_ALLOWED");
        assertThat(as("ann", all(range("b", "c")))).isEqualTo("USER_NOT_ALLOWED");
        assertThat(as("ann", failing(put("c", "")))).as("a branch not taken").isEqualTo("USER_NOT_ALLOWED");
        assertThat(as("ann", all(all(put("c", ""))))).as("nested").isEqualTo("USER_NOT_ALLOWED");
        assertThat(as("ann", all(new PutRequest(b("a"), b(""), 0, true, false, false))))
                .as("what was before")
                .isEqualTo("USER_NOT_ALLOWED");
    }

    @Test
    void aLeaseIsOfThoseWhoMayWriteAllItsKeys() {
        enable();
        assertThat(as("ann", new GrantLease(KEYSPACE, 1, 60, Bytes.EMPTY))).startsWith("granted");
        assertThat(as("carl", new GrantLease(KEYSPACE, 2, 60, Bytes.EMPTY))).isEqualTo("USER_NOT_ALLOWED");
        assertThat(as("ann", putLeased("a", "", 1))).startsWith("put");
        assertThat(as("root", putLeased("x", "", 1))).startsWith("put");
        assertThat(as("ann", putLeased("b", "", 1))).isEqualTo("USER_NOT_ALLOWED");
        assertThat(as("ann", all(putLeased("b", "", 1)))).isEqualTo("USER_NOT_ALLOWED");
        assertThat(as("ann", new RevokeLease(KEYSPACE, 1))).isEqualTo("USER_NOT_ALLOWED");
        assertThat(scene.apply(STRANGER, new RenewLeases(KEYSPACE, List.of(1L))).text())
                .as("renewed by whoever holds it")
                .endsWith("[60]");
        assertThat(as("root", new RevokeLease(KEYSPACE, 1))).endsWith(" 2");
    }

    @Test
    void compactionAndUsersAreRoots() {
        enable();
        scene.apply(put("a", "1"));
        assertThat(as("ann", new Compact(KEYSPACE, 2))).isEqualTo("USER_NOT_ALLOWED");
        assertThat(as("ann", new ChangeAuth(KEYSPACE, new Disable()))).isEqualTo("USER_NOT_ALLOWED");
        assertThat(as("root", new Compact(KEYSPACE, 2))).startsWith("compacted");
        assertThat(as("root", new ChangeAuth(KEYSPACE, new Disable()))).startsWith("done");
    }

    @Test
    void whatIsWrongWithARequestIsSaidFirst() {
        enable();
        assertThat(as("ann", put("", "1"))).isEqualTo("EMPTY_KEY");
        assertThat(unnamed(STRANGER, put("", "1"))).isEqualTo("EMPTY_KEY");
        assertThat(as("ann", putLeased("a", "", 7))).as("then who it is").isEqualTo("LEASE_NOT_FOUND");
    }
}

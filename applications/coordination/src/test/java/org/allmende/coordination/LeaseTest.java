package org.allmende.coordination;

import static org.allmende.coordination.Scene.KEYSPACE;
import static org.allmende.coordination.Scene.OWNER;
import static org.allmende.coordination.Scene.STRANGER;
import static org.allmende.coordination.Scene.WRITER;
import static org.allmende.coordination.Words.all;
import static org.allmende.coordination.Words.b;
import static org.allmende.coordination.Words.delete;
import static org.allmende.coordination.Words.get;
import static org.allmende.coordination.Words.operation;
import static org.allmende.coordination.Words.put;
import static org.allmende.coordination.Words.putIgnoring;
import static org.allmende.coordination.Words.putLeased;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.allmende.coordination.CoordinationOperation.AllowWriter;
import org.allmende.coordination.CoordinationOperation.GrantLease;
import org.allmende.coordination.CoordinationOperation.RenewLeases;
import org.allmende.coordination.CoordinationOperation.RevokeLease;
import org.allmende.ledger.account.LedgerOperation.Delegate;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;

/** Leases: who has them, which keys, and when they end. */
class LeaseTest {
    private static final long MINUTE = 60_000;

    private Scene scene = new Scene();

    private static GrantLease lease(long id, long ttlSeconds) {
        return new GrantLease(KEYSPACE, id, ttlSeconds, Bytes.EMPTY);
    }

    private static RenewLeases renewal(Long... ids) {
        return new RenewLeases(KEYSPACE, List.of(ids));
    }

    private static RevokeLease end(long id) {
        return new RevokeLease(KEYSPACE, id);
    }

    private String owner(CoordinationOperation operation) {
        return scene.apply(OWNER, operation).text();
    }

    private long now() {
        return scene.view().timeMillis();
    }

    private List<Object> events() {
        return scene.events().stream().map(placed -> (Object) placed.event()).toList();
    }

    // ---- granted, renewed, revoked

    @Test
    void isGrantedOnceWithTheIdThatWasAskedFor() {
        assertThat(owner(lease(7, 60))).isEqualTo("granted@1 60 s");
        assertThat(owner(lease(7, 5))).isEqualTo("LEASE_EXISTS");
        assertThat(owner(lease(-7, 60))).isEqualTo("granted@1 60 s");
        assertThat(owner(lease(0, 60))).as("etcd's word for none").isEqualTo("LEASE_NOT_FOUND");
        assertThat(owner(new GrantLease("other", 7, 60, Bytes.EMPTY))).isEqualTo("KEYSPACE_NOT_FOUND");
        assertThat(((LeasesAnswer.Page) scene.leases()).leases())
                .extracting(LeaseInfo::lease)
                .containsExactly(-7L, 7L);
    }

    /** As etcd with its default times. */
    @Test
    void livesTwoSecondsAtLeast() {
        assertThat(owner(lease(1, 1))).isEqualTo("granted@1 2 s");
        assertThat(owner(lease(2, 0))).isEqualTo("granted@1 2 s");
        assertThat(owner(lease(3, -5))).isEqualTo("granted@1 2 s");
    }

    @Test
    void isRenewedWithOthersAndThoseThatThereAreNotArePassedOver() {
        owner(lease(1, 10));
        owner(lease(2, 20));
        assertThat(owner(renewal(2L, 3L, 1L, 2L))).isEqualTo("renewed@1 [20, 0, 10, 20]");
        assertThat(owner(renewal())).isEqualTo("renewed@1 []");
        assertThat(owner(new RenewLeases("other", List.of(1L)))).isEqualTo("KEYSPACE_NOT_FOUND");
    }

    /** What happens most often writes least. */
    @Test
    void aRenewalWritesOneRowAndMakesNoRevisionAndNoEvent() {
        owner(lease(1, 10));
        owner(renewal(1L));
        assertThat(scene.rowsChanged()).isEqualTo(1);
        assertThat(scene.events()).isEmpty();
    }

    @Test
    void takesItsKeysWithItInOneRevisionWhenItIsRevoked() {
        owner(lease(7, 60));
        scene.apply(putLeased("b", "1", 7));
        scene.apply(putLeased("a", "1", 7));
        scene.apply(put("c", "1"));
        assertThat(owner(end(7))).isEqualTo("revoked@5 2");
        assertThat(events()).containsExactly(new CoordinationEvent.KeysChanged(KEYSPACE, 5, 2));
        assertThat(Words.text(scene.history(HistoryRequest.of(KeyRange.ALL, 5))))
                .isEqualTo("5 delete a, 5 delete b -> 6");
        assertThat(owner(end(7))).isEqualTo("LEASE_NOT_FOUND");
        assertThat(scene.lease(7)).isEqualTo(new LeaseAnswer.NotFound(scene.view().height(), 5));
        assertThat(scene.rows("leases") + scene.rows("leased")).isZero();
    }

    @Test
    void withoutKeysItsEndIsNoRevision() {
        owner(lease(7, 60));
        assertThat(owner(end(7))).isEqualTo("revoked@1 0");
        assertThat(scene.events()).isEmpty();
    }

    // ---- keys

    @Test
    void aKeyIsAttachedByThePutThatNamesItsLease() {
        owner(lease(7, 60));
        assertThat(scene.apply(putLeased("a", "1", 7)).text()).isEqualTo("put@2");
        assertThat(Words.text(scene.range(get("a")))).isEqualTo("range@2 [a=1 c2 m2 v1 l7] of 1");
        assertThat(keys(7)).containsExactly("a");
        assertThat(scene.apply(putLeased("a", "1", 8)).text()).isEqualTo("LEASE_NOT_FOUND");
    }

    @Test
    void aPutWithoutALeaseTakesItOff() {
        owner(lease(7, 60));
        scene.apply(putLeased("a", "1", 7));
        scene.apply(put("a", "2"));
        assertThat(keys(7)).isEmpty();
        assertThat(owner(end(7))).isEqualTo("revoked@3 0");
    }

    @Test
    void aPutThatIgnoresTheLeaseKeepsIt() {
        owner(lease(7, 60));
        scene.apply(putLeased("a", "1", 7));
        scene.apply(putIgnoring("a", "2", 0, false, true));
        assertThat(keys(7)).containsExactly("a");
    }

    @Test
    void aPutWithAnotherLeaseMovesIt() {
        owner(lease(7, 60));
        owner(lease(8, 60));
        scene.apply(putLeased("a", "1", 7));
        scene.apply(putLeased("a", "1", 8));
        assertThat(keys(7)).isEmpty();
        assertThat(keys(8)).containsExactly("a");
        assertThat(owner(end(7))).isEqualTo("revoked@3 0");
        assertThat(owner(end(8))).isEqualTo("revoked@4 1");
    }

    @Test
    void aDeletionTakesTheKeyOff() {
        owner(lease(7, 60));
        scene.apply(all(putLeased("a", "1", 7), putLeased("b", "1", 7)));
        scene.apply(delete("a"));
        assertThat(keys(7)).containsExactly("b");
        assertThat(((LeaseAnswer.Found) scene.lease(7)).lease().keys()).isEqualTo(1);
    }

    @Test
    void whatARefusedGroupAttachedIsNot() {
        owner(lease(7, 60));
        scene.apply(OWNER, operation(KEYSPACE, putLeased("a", "1", 7)), operation(KEYSPACE, putLeased("b", "1", 8)));
        assertThat(keys(7)).isEmpty();
        assertThat(((LeaseAnswer.Found) scene.lease(7)).lease().keys()).isZero();
    }

    private List<String> keys(long lease) {
        return ((LeaseAnswer.Found) scene.lease(lease))
                .keys().stream()
                .map(key -> new String(key.toArray(), StandardCharsets.ISO_8859_1))
                .toList();
    }

    // ---- its end

    @Test
    void endsWhenAgreedTimeReachesItAndNotBefore() {
        owner(lease(7, 5));
        long end = now() + 5_000;
        scene.apply(putLeased("a", "1", 7));
        assertThat(((LeaseAnswer.Found) scene.lease(7)).lease().endMillis()).isEqualTo(end);
        scene.passTo(end - 1);
        assertThat(scene.lease(7)).isInstanceOf(LeaseAnswer.Found.class);
        assertThat(scene.nextDueInMillis()).isEqualTo(1);
        scene.pass(1);
        assertThat(scene.lease(7)).isInstanceOf(LeaseAnswer.NotFound.class);
        assertThat(Words.text(scene.range(get("a")))).isEqualTo("range@3 [] of 0");
        assertThat(events())
                .containsExactly(
                        new CoordinationEvent.KeysChanged(KEYSPACE, 3, 1),
                        new CoordinationEvent.LeaseExpired(KEYSPACE, 7, 1));
    }

    @Test
    void aRenewalGivesItItsFullTimeAgain() {
        owner(lease(7, 5));
        scene.passTo(now() + 4_000);
        owner(renewal(7L));
        long end = now() + 5_000;
        scene.passTo(end - 1);
        assertThat(scene.lease(7)).isInstanceOf(LeaseAnswer.Found.class);
        scene.pass(1);
        assertThat(scene.lease(7)).isInstanceOf(LeaseAnswer.NotFound.class);
    }

    @Test
    void livesAsLongAsItIsRenewed() {
        owner(lease(7, 5));
        for (int i = 0; i < 20; i++) {
            scene.passTo(now() + 4_000);
            assertThat(owner(renewal(7L))).isEqualTo("renewed@1 [5]");
        }
    }

    /** Nobody could renew it while there were no rounds. */
    @Test
    void hasItsFullTimeAgainAfterAGap() {
        owner(lease(7, 60));
        owner(lease(8, 600));
        scene.pass(10 * MINUTE);
        for (long id : List.of(7L, 8L)) {
            LeaseInfo info = ((LeaseAnswer.Found) scene.lease(id)).lease();
            assertThat(info.endMillis()).isEqualTo(now() + info.ttlSeconds() * 1_000);
        }
        long end = now() + MINUTE;
        scene.passTo(end - 1);
        assertThat(scene.lease(7)).isInstanceOf(LeaseAnswer.Found.class);
        scene.pass(1);
        assertThat(scene.lease(7)).isInstanceOf(LeaseAnswer.NotFound.class);
        assertThat(scene.lease(8)).isInstanceOf(LeaseAnswer.Found.class);
    }

    @Test
    void endsOverARestartAsWithoutOne() {
        owner(lease(7, 5));
        long end = now() + 5_000;
        scene.apply(putLeased("a", "1", 7));
        scene = scene.restarted();
        scene.passTo(end - 1);
        assertThat(keys(7)).containsExactly("a");
        scene.pass(1);
        assertThat(scene.lease(7)).isInstanceOf(LeaseAnswer.NotFound.class);
    }

    @Test
    void itsIdMayBeHadAgainAndTheOldEndIsForgotten() {
        owner(lease(7, 5));
        scene.passTo(now() + 3_000);
        owner(end(7));
        owner(lease(7, 5));
        long end = now() + 5_000;
        scene.passTo(end - 1);
        assertThat(scene.lease(7)).isInstanceOf(LeaseAnswer.Found.class);
        scene.pass(1);
        assertThat(scene.lease(7)).isInstanceOf(LeaseAnswer.NotFound.class);
    }

    // ---- whose

    @Test
    void isWhoItWasGrantedTo() {
        scene.apply(OWNER, new AllowWriter(KEYSPACE, Scene.account(WRITER), b("w/")));
        assertThat(scene.apply(WRITER, lease(1, 60)).text()).as("of all keys").isEqualTo("NOT_ALLOWED");
        assertThat(scene.apply(WRITER, new GrantLease(KEYSPACE, 1, 60, b("w"))).text()).isEqualTo("NOT_ALLOWED");
        assertThat(scene.apply(WRITER, new GrantLease(KEYSPACE, 1, 60, b("w/"))).text()).isEqualTo("granted@1 60 s");
        assertThat(scene.apply(WRITER, new GrantLease(KEYSPACE, 2, 60, b("w/1"))).text()).isEqualTo("granted@1 60 s");
        assertThat(scene.apply(STRANGER, new GrantLease(KEYSPACE, 3, 60, b("w/"))).text()).isEqualTo("NOT_ALLOWED");

        assertThat(scene.apply(STRANGER, renewal(1L)).text()).isEqualTo("renewed@1 [0]");
        assertThat(scene.apply(STRANGER, end(1)).text()).isEqualTo("NOT_ALLOWED");
        assertThat(scene.apply(WRITER, operation(KEYSPACE, putLeased("w/1", "1", 1))).text()).isEqualTo("put@2");
        assertThat(scene.apply(WRITER, renewal(1L)).text()).isEqualTo("renewed@2 [60]");
        assertThat(scene.apply(WRITER, end(1)).text()).isEqualTo("revoked@3 1");
    }

    @Test
    void theOwnerOfTheKeyspaceMayDoWhatItsHolderMay() {
        scene.apply(OWNER, new AllowWriter(KEYSPACE, Scene.account(WRITER), b("w/")));
        scene.apply(WRITER, new GrantLease(KEYSPACE, 1, 60, b("w/")));
        assertThat(owner(renewal(1L))).isEqualTo("renewed@1 [60]");
        assertThat(scene.apply(putLeased("a", "1", 1)).text()).isEqualTo("put@2");
        assertThat(owner(end(1))).isEqualTo("revoked@3 1");
    }

    /** Its end would delete their keys. */
    @Test
    void anotherWriterMayNotAttachKeysToIt() {
        scene.apply(OWNER, new AllowWriter(KEYSPACE, Scene.account(WRITER), b("w/")));
        owner(lease(1, 60));
        assertThat(scene.apply(WRITER, operation(KEYSPACE, putLeased("w/1", "1", 1))).text()).isEqualTo("NOT_ALLOWED");
        assertThat(scene.apply(WRITER, operation(KEYSPACE, all(putLeased("w/1", "1", 1)))).text())
                .isEqualTo("NOT_ALLOWED");
    }

    @Test
    void aDelegateGrantsAtThePriceOfOneUse() {
        scene.apply(
                OWNER,
                new Delegate(
                        Scene.account(WRITER),
                        new Scope(Coordination.TAG, b(KEYSPACE + "\0w/")),
                        Optional.of(Uint256.ONE),
                        now() + MINUTE));
        GrantLease under = new GrantLease(KEYSPACE, 1, 60, b("w/"));
        assertThat(scene.apply(WRITER, under).text()).isEqualTo("granted@1 60 s");
        assertThat(scene.apply(WRITER, renewal(1L)).text()).as("its own").isEqualTo("renewed@1 [60]");
        assertThat(scene.apply(WRITER, new GrantLease(KEYSPACE, 2, 60, b("w/"))).text()).isEqualTo("NOT_ALLOWED");
    }
}

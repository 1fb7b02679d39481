package org.allmende.coordination;

import static org.allmende.coordination.CoordinationLimits.ALARMS_MAX;
import static org.allmende.coordination.CoordinationLimits.LEASE_SPACE_BYTES;
import static org.allmende.coordination.CoordinationLimits.OPERATION_SPACE_MAX;
import static org.allmende.coordination.CoordinationLimits.QUOTA_BYTES_STANDARD;
import static org.allmende.coordination.CoordinationLimits.VERSION_OVERHEAD_BYTES;
import static org.allmende.coordination.Scene.KEYSPACE;
import static org.allmende.coordination.Scene.OWNER;
import static org.allmende.coordination.Scene.STRANGER;
import static org.allmende.coordination.Scene.WRITER;
import static org.allmende.coordination.Words.b;
import static org.allmende.coordination.Words.delete;
import static org.allmende.coordination.Words.get;
import static org.allmende.coordination.Words.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.allmende.coordination.CoordinationOperation.AllowWriter;
import org.allmende.coordination.CoordinationOperation.AsUser;
import org.allmende.coordination.CoordinationOperation.ChangeAlarm;
import org.allmende.coordination.CoordinationOperation.ChangeAuth;
import org.allmende.coordination.CoordinationOperation.Compact;
import org.allmende.coordination.CoordinationOperation.GrantLease;
import org.allmende.coordination.CoordinationOperation.RenewLeases;
import org.allmende.coordination.CoordinationOperation.ReportNoSpace;
import org.allmende.coordination.CoordinationOperation.RevokeLease;
import org.allmende.coordination.CoordinationOperation.SetQuota;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;

/** What a keyspace takes up, what it may take up, and what its alarms stop. */
class SpaceTest {
    private static final int SPACE_TABLE = 11;
    private static final int OVERHEAD = VERSION_OVERHEAD_BYTES;
    private static final Alarm NO_SPACE = new Alarm(Alarm.Kind.NO_SPACE, 7);
    private static final Alarm CORRUPT = new Alarm(Alarm.Kind.CORRUPT, 7);

    private final Scene scene = new Scene();

    private String owner(CoordinationOperation operation) {
        return scene.apply(OWNER, operation).text();
    }

    private String asked(Request request) {
        return scene.apply(request).text();
    }

    private void allow(long bytes) {
        assertThat(scene.apply(OWNER, new SetQuota(KEYSPACE, bytes))).isInstanceOf(Scene.Said.Applied.class);
    }

    private void sweep() {
        while (scene.space().removing()) {
            scene.pass(1);
        }
    }

    @Test
    void everyVersionCountsUntilItIsRemoved() {
        assertThat(scene.space())
                .isEqualTo(new SpaceAnswer.Found(
                        scene.view().height(), 0, QUOTA_BYTES_STANDARD, List.of(), false));
        scene.apply(put("a", "12345"));
        assertThat(scene.space().bytes()).isEqualTo(OVERHEAD + 6);
        scene.apply(put("a", "1"));
        assertThat(scene.space().bytes()).isEqualTo(2 * OVERHEAD + 8);
        scene.apply(delete("a"));
        assertThat(scene.space().bytes()).isEqualTo(3 * OVERHEAD + 9);
        owner(new Compact(KEYSPACE, 3));
        sweep();
        assertThat(scene.space().bytes()).as("what replaced it, and its deletion").isEqualTo(2 * OVERHEAD + 3);
        scene.apply(put("b", ""));
        owner(new Compact(KEYSPACE, 5));
        sweep();
        assertThat(scene.space().bytes()).isEqualTo(OVERHEAD + 1);
    }

    /** Of a network whose state was made by an earlier build. */
    @Test
    void whatWasThereBeforeAnybodyCountedIsCounted() {
        scene.apply(put("a", "12345"));
        scene.apply(put("b", "1"));
        long bytes = scene.space().bytes();
        Scene without = scene.restartedWithout(SPACE_TABLE);
        assertThat(without.space().bytes()).isEqualTo(bytes);
        without.apply(put("c", ""));
        assertThat(without.space().bytes()).isEqualTo(bytes + OVERHEAD + 1);

        without.apply(OWNER, new Compact(KEYSPACE, 2));
        Scene sweeping = without.restartedWithout(SPACE_TABLE);
        sweeping.apply(put("a", ""));
        while (sweeping.space().removing()) {
            sweeping.pass(1);
        }
        assertThat(sweeping.space().bytes()).isEqualTo(bytes + 2 * OVERHEAD + 2);
    }

    @Test
    void aPutMayTakeWhatIsLeftAndNotOneByteMore() {
        scene.apply(put("a", "1"));
        allow(2 * OVERHEAD + 2 + 3);
        assertThat(asked(put("b", "123"))).isEqualTo("NO_SPACE");
        assertThat(scene.rowsChanged()).isZero();
        assertThat(asked(put("b", "12"))).startsWith("put@3");
        assertThat(scene.space().bytes()).isEqualTo(scene.space().quotaBytes());
        assertThat(asked(put("b", ""))).isEqualTo("NO_SPACE");
        assertThat(asked(get("b"))).startsWith("txn@3 yes [range@3");
        assertThat(asked(delete("a"))).startsWith("delete@4 1");
    }

    /** As etcd: whichever branch would be taken. */
    @Test
    void theDearerBranchOfATransactionIsWhatItCosts() {
        allow(OVERHEAD + 5);
        TxnRequest dear = new TxnRequest(List.of(), List.of(get("a")), List.of(put("a", "12345")));
        TxnRequest fits = new TxnRequest(List.of(), List.of(put("a", "1234")), List.of(get("a")));
        TxnRequest reads = new TxnRequest(List.of(), List.of(get("a"), delete("a")), List.of());
        assertThat(asked(dear)).isEqualTo("NO_SPACE");
        assertThat(asked(new TxnRequest(List.of(), List.of(), List.of(dear)))).isEqualTo("NO_SPACE");
        assertThat(asked(fits)).startsWith("txn@2");
        assertThat(asked(reads)).startsWith("txn@3");
        assertThat(asked(fits)).isEqualTo("NO_SPACE");
    }

    @Test
    void aValueThatStaysIsStoredOnceMore() {
        scene.apply(put("a", "1234567890"));
        allow(2 * OVERHEAD + 21);
        assertThat(asked(Words.touch("a"))).isEqualTo("NO_SPACE");
        allow(2 * OVERHEAD + 22);
        assertThat(asked(Words.touch("a"))).startsWith("put@3");
    }

    @Test
    void aLeaseIsGrantedWhereItHadRoom() {
        scene.apply(put("a", ""));
        allow(OVERHEAD + 1 + LEASE_SPACE_BYTES - 1);
        assertThat(owner(new GrantLease(KEYSPACE, 7, 60, Bytes.EMPTY))).isEqualTo("NO_SPACE");
        allow(OVERHEAD + 1 + LEASE_SPACE_BYTES);
        assertThat(scene.apply(OWNER, new GrantLease(KEYSPACE, 7, 60, Bytes.EMPTY)))
                .isInstanceOf(Scene.Said.Applied.class);
        assertThat(scene.space().bytes()).isEqualTo(OVERHEAD + 1);
    }

    @Test
    void withoutAQuotaAsMuchAsOneLikes() {
        allow(1);
        assertThat(asked(put("a", ""))).isEqualTo("NO_SPACE");
        allow(0);
        assertThat(asked(put("a", "12345"))).startsWith("put@2");
        assertThatThrownBy(() -> new SetQuota(KEYSPACE, -1)).hasMessageContaining("0 for none");
    }

    @Test
    void theAlarmStopsPutsAndLeasesUntilItIsTakenBack() {
        scene.apply(put("a", ""));
        owner(new GrantLease(KEYSPACE, 5, 60, Bytes.EMPTY));
        owner(new ChangeAlarm(KEYSPACE, NO_SPACE, true));
        assertThat(scene.space().alarms()).containsExactly(NO_SPACE);
        assertThat(asked(put("b", ""))).isEqualTo("NO_SPACE");
        assertThat(asked(new TxnRequest(List.of(), List.of(), List.of(put("a", ""))))).isEqualTo("NO_SPACE");
        assertThat(owner(new GrantLease(KEYSPACE, 7, 60, Bytes.EMPTY))).isEqualTo("NO_SPACE");

        assertThat(asked(new TxnRequest(List.of(), List.of(get("a")), List.of()))).startsWith("txn@2");
        assertThat(scene.apply(OWNER, new RenewLeases(KEYSPACE, List.of(5L)))).isInstanceOf(Scene.Said.Applied.class);
        assertThat(scene.apply(OWNER, new RevokeLease(KEYSPACE, 5))).isInstanceOf(Scene.Said.Applied.class);
        assertThat(asked(delete("a"))).startsWith("delete@3 1");
        assertThat(scene.apply(OWNER, new Compact(KEYSPACE, 3))).isInstanceOf(Scene.Said.Applied.class);

        owner(new ChangeAlarm(KEYSPACE, NO_SPACE, false));
        assertThat(asked(put("b", ""))).startsWith("put@4");
        assertThat(owner(new ChangeAlarm(KEYSPACE, NO_SPACE, false))).isEqualTo("ALARM_NOT_FOUND");
    }

    @Test
    void saidToBeCorruptItIsLeftAsItIs() {
        scene.apply(put("a", ""));
        owner(new GrantLease(KEYSPACE, 5, 60, Bytes.EMPTY));
        owner(new ChangeAlarm(KEYSPACE, CORRUPT, true));
        assertThat(asked(put("b", ""))).isEqualTo("SAID_TO_BE_CORRUPT");
        assertThat(asked(delete("a"))).isEqualTo("SAID_TO_BE_CORRUPT");
        assertThat(asked(new TxnRequest(List.of(), List.of(delete("a")), List.of()))).isEqualTo("SAID_TO_BE_CORRUPT");
        assertThat(owner(new GrantLease(KEYSPACE, 7, 60, Bytes.EMPTY))).isEqualTo("SAID_TO_BE_CORRUPT");
        assertThat(owner(new RevokeLease(KEYSPACE, 5))).isEqualTo("SAID_TO_BE_CORRUPT");
        assertThat(owner(new Compact(KEYSPACE, 2))).isEqualTo("SAID_TO_BE_CORRUPT");
        assertThat(asked(new TxnRequest(List.of(), List.of(), List.of()))).startsWith("txn@2");
        assertThat(scene.apply(OWNER, new RenewLeases(KEYSPACE, List.of(5L)))).isInstanceOf(Scene.Said.Applied.class);
        owner(new ChangeAlarm(KEYSPACE, CORRUPT, false));
        assertThat(asked(delete("a"))).startsWith("delete@3 1");
    }

    @Test
    void whoWasRefusedReportsItAndNobodyElseCanStopTheOthers() {
        owner(new AllowWriter(KEYSPACE, Scene.account(WRITER), b("w/")));
        ReportNoSpace report = new ReportNoSpace(KEYSPACE, 9, b("w/"));
        assertThat(scene.apply(WRITER, report).text()).isEqualTo("SPACE_LEFT");
        scene.apply(put("a", ""));
        allow(scene.space().bytes() + OPERATION_SPACE_MAX);
        assertThat(scene.apply(WRITER, report).text()).isEqualTo("SPACE_LEFT");
        allow(scene.space().bytes() + OPERATION_SPACE_MAX - 1);
        assertThat(scene.apply(STRANGER, report).text()).isEqualTo("NOT_ALLOWED");
        assertThat(scene.apply(WRITER, new ReportNoSpace(KEYSPACE, 9, Bytes.EMPTY)).text()).isEqualTo("NOT_ALLOWED");
        assertThat(scene.apply(WRITER, report)).isInstanceOf(Scene.Said.Applied.class);
        assertThat(scene.space().alarms()).containsExactly(new Alarm(Alarm.Kind.NO_SPACE, 9));
        assertThat(scene.apply(OWNER, new ReportNoSpace(KEYSPACE, 10, Bytes.EMPTY)))
                .isInstanceOf(Scene.Said.Applied.class);
        assertThat(scene.space().alarms()).as("one is enough").hasSize(1);
    }

    @Test
    void theQuotaIsTheOwnersAndAlarmsAreWhoActsForItAndRoots() {
        owner(new AllowWriter(KEYSPACE, Scene.account(WRITER), Bytes.EMPTY));
        assertThat(scene.apply(WRITER, new SetQuota(KEYSPACE, 5)).text()).isEqualTo("NOT_ALLOWED");
        assertThat(scene.apply(WRITER, new ChangeAlarm(KEYSPACE, CORRUPT, true)).text()).isEqualTo("NOT_ALLOWED");
        assertThat(scene.apply(WRITER, new SetQuota("none", 5)).text()).isEqualTo("KEYSPACE_NOT_FOUND");
        for (AuthChange change : List.of(
                new AuthChange.AddUser("root", Bytes.EMPTY),
                new AuthChange.AddUser("ann", Bytes.EMPTY),
                new AuthChange.AddRole("root"),
                new AuthChange.GrantRole("root", "root"),
                new AuthChange.Enable())) {
            owner(new ChangeAuth(KEYSPACE, change));
        }
        ChangeAlarm change = new ChangeAlarm(KEYSPACE, CORRUPT, true);
        assertThat(owner(new AsUser("ann", 99, change))).isEqualTo("USER_NOT_ALLOWED");
        assertThat(owner(new AsUser("", 99, change))).isEqualTo("USER_EMPTY");
        assertThat(scene.apply(OWNER, new AsUser("root", 0, change))).isInstanceOf(Scene.Said.Applied.class);
        assertThat(scene.space().alarms()).containsExactly(CORRUPT);
    }

    @Test
    void alarmsOfAKeyspace() {
        for (long member = 0; member < ALARMS_MAX; member++) {
            owner(new ChangeAlarm(KEYSPACE, new Alarm(Alarm.Kind.NONE, member), true));
        }
        assertThat(scene.space().alarms()).hasSize(ALARMS_MAX);
        assertThat(owner(new ChangeAlarm(KEYSPACE, new Alarm(Alarm.Kind.NONE, -1), true)))
                .isEqualTo("TOO_MANY_ALARMS");
        assertThat(scene.apply(OWNER, new ChangeAlarm(KEYSPACE, new Alarm(Alarm.Kind.NONE, 0), true)))
                .as("one there is")
                .isInstanceOf(Scene.Said.Applied.class);
    }
}

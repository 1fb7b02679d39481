package org.allmende.coordination;

import static org.allmende.coordination.CoordinationLimits.DELETED_VERSIONS_MAX;
import static org.allmende.coordination.CoordinationLimits.ANSWER_BYTES_MAX;
import static org.allmende.coordination.CoordinationLimits.ANSWER_KEYS_MAX;
import static org.allmende.coordination.CoordinationLimits.BOUND_BYTES_MAX;
import static org.allmende.coordination.CoordinationLimits.HISTORY_EVENTS_MAX;
import static org.allmende.coordination.CoordinationLimits.HISTORY_PAGE_BYTES;
import static org.allmende.coordination.CoordinationLimits.HISTORY_PASSED;
import static org.allmende.coordination.CoordinationLimits.KEYSPACES_MAX;
import static org.allmende.coordination.CoordinationLimits.KEYSPACES_PER_OWNER_MAX;
import static org.allmende.coordination.CoordinationLimits.KEY_BYTES_MAX;
import static org.allmende.coordination.CoordinationLimits.LEASES_RENEWED_MAX;
import static org.allmende.coordination.CoordinationLimits.LEASE_KEYS_ENDED_PER_ROUND_MAX;
import static org.allmende.coordination.CoordinationLimits.LEASE_KEYS_MAX;
import static org.allmende.coordination.CoordinationLimits.LEASE_SECONDS_MAX;
import static org.allmende.coordination.CoordinationLimits.LEASE_SECONDS_MIN;
import static org.allmende.coordination.CoordinationLimits.REQUEST_BYTES_MAX;
import static org.allmende.coordination.CoordinationLimits.TXN_DEPTH_MAX;
import static org.allmende.coordination.CoordinationLimits.TXN_OPERATIONS_MAX;
import static org.allmende.coordination.CoordinationLimits.TXN_REQUESTS_MAX;
import static org.allmende.coordination.CoordinationLimits.VERSIONS_VISITED_MAX;
import static org.allmende.coordination.CoordinationLimits.VERSIONS_VISITED_PER_ROUND_MAX;
import static org.allmende.coordination.CoordinationLimits.WRITERS_MAX;
import static org.allmende.coordination.CoordinationLimits.WRITER_PREFIXES_MAX;
import static org.allmende.coordination.Scene.KEYSPACE;
import static org.allmende.coordination.Scene.OWNER;
import static org.allmende.coordination.Words.ALWAYS;
import static org.allmende.coordination.Words.ON;
import static org.allmende.coordination.Words.all;
import static org.allmende.coordination.Words.b;
import static org.allmende.coordination.Words.delete;
import static org.allmende.coordination.Words.get;
import static org.allmende.coordination.Words.put;
import static org.allmende.coordination.Words.range;
import static org.allmende.coordination.Words.txn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.allmende.coordination.CoordinationOperation.AllowWriter;
import org.allmende.coordination.CoordinationOperation.CreateKeyspace;
import org.allmende.coordination.CoordinationOperation.GrantLease;
import org.allmende.coordination.CoordinationOperation.RenewLeases;
import org.allmende.coordination.CoordinationOperation.RevokeLease;
import org.allmende.ledger.Bench;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.junit.jupiter.api.Test;

/** Every limit, reached and passed by one. */
class LimitTest {
    @Test
    void keys() {
        Scene scene = new Scene();
        String longest = "\0".repeat(KEY_BYTES_MAX);
        assertThat(scene.apply(put(longest, "1")).text()).isEqualTo("put@2");
        assertThatThrownBy(() -> scene.apply(put(longest + "\0", "1"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(RequestCheck.objection(put(longest + "\0", "1"))).contains(CoordinationReason.KEY_TOO_LARGE);
    }

    @Test
    void boundsOfRanges() {
        Scene scene = new Scene();
        String longest = "\0".repeat(BOUND_BYTES_MAX);
        assertThat(Words.text(scene.range(range(longest, longest)))).isEqualTo("range@1 [] of 0");
        assertThat(Words.text(scene.range(range(longest + "\0", "")))).isEqualTo("KEY_TOO_LARGE");
        assertThat(Words.text(scene.range(range("a", longest + "\0")))).isEqualTo("KEY_TOO_LARGE");
        assertThat(scene.history(HistoryRequest.of(KeyRange.single(b(longest + "\0")), 0)))
                .isEqualTo(new HistoryAnswer.Refused(scene.view().height(), CoordinationReason.KEY_TOO_LARGE));
        assertThat(scene.apply(delete(longest, longest)).text()).isEqualTo("delete@1 0");
    }

    @Test
    void aKeyThatIsAskedForAloneIsNoBound() {
        Scene scene = new Scene();
        String longest = "\0".repeat(KEY_BYTES_MAX);
        Compare absent = Compare.absent(b(longest));
        assertThat(Words.text(scene.range(get(longest)))).isEqualTo("range@1 [] of 0");
        assertThat(scene.apply(delete(longest)).text()).isEqualTo("delete@1 0");
        assertThat(scene.apply(txn(List.of(absent), List.of(get(longest)), List.of())).text())
                .isEqualTo("txn@1 yes [range@1 [] of 0]");

        String tooLong = longest + "\0";
        Compare tooLongAbsent = Compare.absent(b(tooLong));
        assertThat(Words.text(scene.range(get(tooLong)))).isEqualTo("KEY_TOO_LARGE");
        assertThat(scene.apply(delete(tooLong)).text()).isEqualTo("KEY_TOO_LARGE");
        assertThat(scene.apply(all(get(tooLong))).text()).isEqualTo("KEY_TOO_LARGE");
        assertThat(scene.apply(txn(List.of(tooLongAbsent), List.of(), List.of())).text()).isEqualTo("KEY_TOO_LARGE");
        assertThat(scene.history(HistoryRequest.of(KeyRange.single(b(tooLong)), 0)))
                .isEqualTo(new HistoryAnswer.Refused(scene.view().height(), CoordinationReason.KEY_TOO_LARGE));
    }

    @Test
    void bytesOfARequest() {
        Scene scene = new Scene();
        String most = "v".repeat(REQUEST_BYTES_MAX - 1);
        assertThat(scene.apply(put("k", most)).text()).isEqualTo("put@2");
        assertThat(scene.apply(put("kk", most)).text()).isEqualTo("REQUEST_TOO_LARGE");
        String half = "v".repeat(REQUEST_BYTES_MAX / 2 - 1);
        assertThat(scene.apply(all(put("a", half), put("b", half))).text()).isEqualTo("txn@3 yes [put@3, put@3]");
        assertThat(scene.apply(all(put("a", half), put("b", half), get("c"))).text()).isEqualTo("REQUEST_TOO_LARGE");
    }

    @Test
    void requestsOfABranchAndCompares() {
        // etcd 3.4, as to all of this
        assertFits(txn(Collections.nCopies(TXN_OPERATIONS_MAX, ALWAYS), gets(TXN_OPERATIONS_MAX), gets(128)));
        assertTooMany(txn(Collections.nCopies(TXN_OPERATIONS_MAX + 1, ALWAYS), List.of(), List.of()));
        assertTooMany(txn(List.of(), gets(TXN_OPERATIONS_MAX + 1), List.of()));
        assertTooMany(txn(List.of(), List.of(), gets(TXN_OPERATIONS_MAX + 1)));
    }

    @Test
    void nestedTransactionsGetWhatTheOneAroundThemLeaves() {
        // etcd 3.4
        TxnRequest withOne = all(get("a"));
        assertFits(txn(Collections.nCopies(TXN_OPERATIONS_MAX - 1, ALWAYS), List.of(withOne), List.of()));
        assertTooMany(txn(Collections.nCopies(TXN_OPERATIONS_MAX, ALWAYS), List.of(withOne), List.of()));
        assertFits(txn(Collections.nCopies(TXN_OPERATIONS_MAX, ALWAYS), List.of(all()), List.of()));
    }

    @Test
    void requestsOfAWholeTransaction() {
        TxnRequest inner = txn(Collections.nCopies(31, ALWAYS), gets(96), List.of());
        List<Request> requests = new ArrayList<>(Collections.nCopies(32, inner));
        assertThat(32 + 32 * 127).isEqualTo(TXN_REQUESTS_MAX);
        assertFits(txn(List.of(), requests, List.of()));
        assertTooMany(txn(List.of(ALWAYS), requests, List.of()));
    }

    @Test
    void depthOfATransaction() {
        TxnRequest nested = all();
        for (int depth = 2; depth <= TXN_DEPTH_MAX; depth++) {
            nested = all(nested);
        }
        assertFits(nested);
        assertTooMany(all(nested));
    }

    private static List<Request> gets(int count) {
        return Collections.nCopies(count, get("a").withCountOnly());
    }

    private static void assertFits(Request request) {
        assertThat(new Scene().apply(request)).isInstanceOf(Scene.Said.Applied.class);
    }

    private static void assertTooMany(Request request) {
        assertThat(new Scene().apply(request).text()).isEqualTo("TOO_MANY_OPERATIONS");
    }

    @Test
    void versionsThatAnOperationLooksAtAndKeysInAnAnswer() {
        Scene scene = withKeys(VERSIONS_VISITED_MAX);
        assertThat(VERSIONS_VISITED_MAX).isEqualTo(ANSWER_KEYS_MAX);
        RangeAnswer.Found found = (RangeAnswer.Found) scene.range(range(ON, ON));
        assertThat(found.result().keyValues()).hasSize(ANSWER_KEYS_MAX);
        assertThat(scene.apply(all(range(ON, ON).withCountOnly())).text()).endsWith("of 100000]");

        scene.apply(put("one more", ""));
        assertThat(Words.text(scene.range(range(ON, ON)))).isEqualTo("TOO_MANY_KEYS");
        assertThat(Words.text(scene.range(range(ON, ON).withCountOnly()))).endsWith("of 100001");
        assertThat(((RangeAnswer.Found) scene.range(range(ON, ON).withLimit(ANSWER_KEYS_MAX))).result().more())
                .isTrue();
        assertThat(scene.apply(all(range(ON, ON).withCountOnly())).text()).isEqualTo("TOO_MANY_KEYS");
        assertThat(scene.apply(all(delete(ON, ON))).text()).isEqualTo("TOO_MANY_KEYS");
        checkShareOfARound(scene);
        checkThatLeasesHaveTheirPartInIt(scene);
        assertThat(scene.apply(delete(ON, "o")).text()).endsWith(" 100000");
        assertThat(Words.text(scene.range(range(ON, ON).withCountOnly()))).endsWith("of 1");

        // A revision comes whole, however large it is.
        HistoryAnswer.Page page = (HistoryAnswer.Page) scene.coordination()
                .history(
                        scene.view(),
                        KEYSPACE,
                        new HistoryRequest(b(ON), b(ON), scene.info().revision(), 1, false));
        assertThat(page.events()).hasSize(VERSIONS_VISITED_MAX);
    }

    @Test
    void versionsThatADeletionLooksAt() {
        Scene scene = withKeys(DELETED_VERSIONS_MAX);
        scene.apply(put("one more", ""));
        assertThat(scene.apply(delete(ON, ON)).text()).isEqualTo("TOO_MANY_KEYS");
        Group get = Group.of(Words.operation(KEYSPACE, all(get("one more"))));
        Group delete = Group.of(Words.operation(KEYSPACE, delete(ON, "o")));
        List<Scene.Said> said = scene.apply(OWNER, List.of(get, delete));
        assertThat(said.get(1).text()).as("one short of a round").isEqualTo("TOO_MUCH_IN_ONE_ROUND");
        assertThat(scene.apply(delete(ON, "o")).text()).endsWith(" 400000");
        HistoryAnswer.Page page = (HistoryAnswer.Page) scene.coordination()
                .history(
                        scene.view(),
                        KEYSPACE,
                        new HistoryRequest(b(ON), b(ON), scene.info().revision(), 1, false));
        assertThat(page.events()).as("a revision comes whole").hasSize(DELETED_VERSIONS_MAX);
    }

    /** Every scan looks at as many versions as an operation may: the round has room for four of them. */
    private static void checkShareOfARound(Scene scene) {
        assertThat(VERSIONS_VISITED_PER_ROUND_MAX).isEqualTo(4 * VERSIONS_VISITED_MAX);
        Group scan = Group.of(Words.operation(KEYSPACE, all(range(ON, "o").withCountOnly())));
        Group get = Group.of(Words.operation(KEYSPACE, all(get("one more"))));
        List<Scene.Said> said = scene.apply(OWNER, List.of(scan, scan, scan, get, scan, get, scan));
        assertThat(said.subList(0, 4)).hasOnlyElementsOfType(Scene.Said.Applied.class);
        assertThat(said.get(4).text()).as("99,999 are left").isEqualTo("TOO_MUCH_IN_ONE_ROUND");
        assertThat(said.get(5).text()).as("and are used up").isEqualTo("TOO_MUCH_IN_ONE_ROUND");
        assertThat(scene.apply(OWNER, List.of(scan)).getFirst()).isInstanceOf(Scene.Said.Applied.class);
    }

    /** To renew a lease, and to end a key with one that is revoked, is to look at a version. */
    private static void checkThatLeasesHaveTheirPartInIt(Scene scene) {
        scene.apply(OWNER, lease(1, 60));
        scene.apply(Words.putLeased("one more", "", 1));
        Group scan = Group.of(Words.operation(KEYSPACE, all(range(ON, "o").withCountOnly())));
        List<Group> all = new ArrayList<>(List.of(scan, scan, scan));
        int rest = VERSIONS_VISITED_MAX % LEASES_RENEWED_MAX;
        for (int i = 0; i < VERSIONS_VISITED_MAX / LEASES_RENEWED_MAX; i++) {
            all.add(Group.of(renewals(LEASES_RENEWED_MAX)));
        }
        all.add(Group.of(renewals(rest - 1)));
        Group end = Group.of(new RevokeLease(KEYSPACE, 1));
        List<Group> two = new ArrayList<>(all);
        two.add(Group.of(renewals(2)));
        two.add(Group.of(renewals(1)));
        two.add(Group.of(renewals(1)));
        two.add(end);
        List<Scene.Said> said = scene.apply(OWNER, two);
        assertThat(said.subList(0, all.size())).hasOnlyElementsOfType(Scene.Said.Applied.class);
        assertThat(said.subList(all.size(), two.size()))
                .extracting(Scene.Said::text)
                .containsExactly(
                        "TOO_MUCH_IN_ONE_ROUND",
                        "renewed@" + scene.info().revision() + " [60]",
                        "TOO_MUCH_IN_ONE_ROUND",
                        "TOO_MUCH_IN_ONE_ROUND");
        all.add(end);
        assertThat(scene.apply(OWNER, all).getLast().text()).as("the last that there is room for").endsWith(" 1");
        scene.apply(put("one more", ""));
    }

    private static RenewLeases renewals(int count) {
        return new RenewLeases(KEYSPACE, Collections.nCopies(count, 1L));
    }

    /** Keys of six digits, 128 a revision. */
    private static Scene withKeys(int count) {
        Scene scene = new Scene();
        List<Request> puts = new ArrayList<>();
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            puts.add(put(String.format("%06d", i), ""));
            if (puts.size() == TXN_OPERATIONS_MAX || i == count - 1) {
                groups.add(Group.of(Words.operation(KEYSPACE, txn(List.of(), puts, List.of()))));
                puts.clear();
            }
            if (groups.size() == 200 || i == count - 1) {
                assertThat(scene.apply(OWNER, groups)).hasOnlyElementsOfType(Scene.Said.Applied.class);
                groups.clear();
            }
        }
        return scene;
    }

    @Test
    void bytesOfAnAnswer() {
        int megabyte = 1_024 * 1_024;
        Scene scene = new Scene();
        String value = "v".repeat(megabyte - 2);
        for (int i = 0; i < ANSWER_BYTES_MAX / megabyte; i++) {
            scene.apply(put(String.format("%02d", i), value));
        }
        assertThat(scene.coordination().range(scene.view(), KEYSPACE, range(ON, ON)))
                .isInstanceOf(RangeAnswer.Found.class);
        assertThat(scene.apply(all(range(ON, ON)))).isInstanceOf(Scene.Said.Applied.class);
        scene.apply(put("x", ""));
        assertThat(Words.text(scene.range(range(ON, ON)))).isEqualTo("ANSWER_TOO_LARGE");
        assertThat(scene.apply(all(range(ON, ON))).text()).isEqualTo("ANSWER_TOO_LARGE");
        assertThat(scene.apply(delete(ON, ON).withPrevKv()).text()).isEqualTo("ANSWER_TOO_LARGE");
        assertThat(Words.text(scene.range(range(ON, ON).withKeysOnly()))).endsWith("of 33");

        HistoryAnswer.Page page = (HistoryAnswer.Page) scene.history(HistoryRequest.of(KeyRange.ALL, 0));
        assertThat(page.events()).as("a page ends when it is full").hasSize(HISTORY_PAGE_BYTES / megabyte);
        assertThat(page.nextRevision()).isEqualTo(2 + HISTORY_PAGE_BYTES / megabyte);
    }

    @Test
    void eventsOfAPage() {
        assertThat(new HistoryRequest(b("a"), b(""), 0, HISTORY_EVENTS_MAX, false).limit()).isEqualTo(10_000);
        for (int limit : new int[] {0, HISTORY_EVENTS_MAX + 1}) {
            assertThatThrownBy(() -> new HistoryRequest(b("a"), b(""), 0, limit, false))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void changesThatAPagePasses() {
        Scene scene = withKeys(HISTORY_PASSED);
        HistoryRequest request = HistoryRequest.of(KeyRange.single(b("x")), 0);
        long revision = scene.info().revision();
        assertThat(Words.text(scene.history(request))).isEqualTo("-> " + (revision + 1));
        scene.apply(put("x", "1"));
        assertThat(Words.text(scene.history(request))).isEqualTo("-> " + (revision + 1));
        scene.apply(put("y", "1"));
        String event = "%1$d put x=1 c%1$d m%1$d v1 -> %2$d".formatted(revision + 1, revision + 3);
        assertThat(Words.text(scene.history(HistoryRequest.of(KeyRange.single(b("x")), revision + 1))))
                .isEqualTo(event);
    }

    @Test
    void keyspacesOfAnOwnerAndOfANetwork() {
        Scene scene = new Scene();
        List<Bytes> owners = accounts(scene, KEYSPACES_MAX / KEYSPACES_PER_OWNER_MAX);
        int made = 1;
        for (Bytes owner : owners) {
            int most = Math.min(KEYSPACES_PER_OWNER_MAX, KEYSPACES_MAX - made);
            List<Group> groups = new ArrayList<>();
            for (int i = 0; i <= most; i++) {
                groups.add(Group.of(new CreateKeyspace("k" + made + "-" + i)));
            }
            List<Scene.Said> said = scene.apply(owner, groups);
            assertThat(said.subList(0, most)).allSatisfy(each -> assertThat(each.text()).isEqualTo("created@1"));
            assertThat(said.getLast().text()).isEqualTo("TOO_MANY_KEYSPACES");
            made += most;
        }
        assertThat(made).isEqualTo(KEYSPACES_MAX);
        assertThat(scene.coordination().keyspaces(scene.view()).keyspaces()).hasSize(KEYSPACES_MAX);
    }

    @Test
    void writersOfAKeyspaceAndPrefixesOfOne() {
        Scene scene = new Scene();
        List<Bytes> writers = accounts(scene, WRITERS_MAX / WRITER_PREFIXES_MAX);
        for (Bytes writer : writers) {
            List<Group> groups = new ArrayList<>();
            for (int i = 0; i <= WRITER_PREFIXES_MAX; i++) {
                groups.add(Group.of(new AllowWriter(KEYSPACE, Scene.account(writer), b("p" + i))));
            }
            List<Scene.Said> said = scene.apply(OWNER, groups);
            assertThat(said.subList(0, WRITER_PREFIXES_MAX))
                    .allSatisfy(each -> assertThat(each.text()).isEqualTo("done@1"));
            assertThat(said.getLast().text()).isEqualTo("TOO_MANY_WRITERS");
        }
        assertThat(((KeyspaceAnswer.Found) scene.keyspace(KEYSPACE)).writers()).hasSize(WRITERS_MAX);
        AllowWriter oneMore = new AllowWriter(KEYSPACE, Scene.account(Scene.WRITER), Bytes.EMPTY);
        assertThat(scene.apply(OWNER, oneMore).text()).isEqualTo("TOO_MANY_WRITERS");
        AllowWriter again = new AllowWriter(KEYSPACE, Scene.account(writers.getFirst()), b("p0"));
        assertThat(scene.apply(OWNER, again).text()).isEqualTo("done@1");
    }

    @Test
    void timeToLive() {
        Scene scene = new Scene();
        assertThat(scene.apply(OWNER, lease(1, LEASE_SECONDS_MIN)).text()).isEqualTo("granted@1 2 s");
        assertThat(scene.apply(OWNER, lease(2, LEASE_SECONDS_MIN - 1)).text()).isEqualTo("granted@1 2 s");
        assertThat(scene.apply(OWNER, lease(3, LEASE_SECONDS_MAX)).text()).isEqualTo("granted@1 9000000000 s");
        assertThat(scene.apply(OWNER, lease(4, LEASE_SECONDS_MAX + 1)).text()).isEqualTo("LEASE_TOO_LONG");
        assertThat(scene.apply(OWNER, lease(4, Long.MAX_VALUE)).text()).isEqualTo("LEASE_TOO_LONG");
    }

    @Test
    void keysOfALeaseAndThoseThatEndInOneRound() {
        Scene scene = new Scene();
        for (long lease : List.of(1L, 2L, 3L)) {
            scene.apply(OWNER, lease(lease, 60));
        }
        scene.apply(OWNER, leased(LEASE_KEYS_MAX));
        assertThat(scene.apply(Words.putLeased("one more", "1", 1)).text()).isEqualTo("LEASE_FULL");
        assertThat(scene.apply(all(Words.putLeased("one more", "1", 1))).text()).isEqualTo("LEASE_FULL");
        assertThat(scene.apply(Words.putLeased("leased 0", "2", 1)).result()).as("is one of them")
                .isInstanceOf(PutResult.class);
        assertThat(scene.apply(Words.putLeased("one more", "1", 2)).result()).isInstanceOf(PutResult.class);
        assertThat(LEASE_KEYS_ENDED_PER_ROUND_MAX).isEqualTo(LEASE_KEYS_MAX);

        long revision = scene.info().revision();
        long end = ((LeasesAnswer.Page) scene.leases()).leases().getLast().endMillis();
        scene.passTo(end - 1_000);
        scene.pass(1_000);
        assertThat(scene.rows("leases")).as("others go on in the next round").isEqualTo(2);
        assertThat(scene.info().revision()).isEqualTo(revision + 1);
        scene.pass(1);
        assertThat(scene.rows("leases")).isZero();
        assertThat(scene.info().revision()).isEqualTo(revision + 2);
        assertThat(Words.text(scene.range(range(ON, ON)))).endsWith("[] of 0");
    }

    /** A put each, many to a transaction of etcd's and many of these to one of ours. */
    private static List<Group> leased(int count) {
        List<Group> groups = new ArrayList<>();
        List<Request> puts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            puts.add(Words.putLeased("leased " + i, "1", 1));
            if (puts.size() == TXN_OPERATIONS_MAX || i == count - 1) {
                groups.add(Group.of(Words.operation(KEYSPACE, txn(List.of(), puts, List.of()))));
                puts = new ArrayList<>();
            }
        }
        return groups;
    }

    @Test
    void leasesThatOneOperationRenews() {
        Scene scene = new Scene();
        scene.apply(OWNER, lease(1, 60));
        List<Long> most = Collections.nCopies(LEASES_RENEWED_MAX, 1L);
        Scene.Said renewed = scene.apply(OWNER, new RenewLeases(KEYSPACE, most));
        assertThat(((CoordinationResult.Renewed) renewed.result()).ttlSeconds())
                .hasSize(LEASES_RENEWED_MAX)
                .containsOnly(60L);
        RenewLeases tooMany = new RenewLeases(KEYSPACE, Collections.nCopies(LEASES_RENEWED_MAX + 1, 1L));
        assertThatThrownBy(() -> scene.apply(OWNER, tooMany)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void leasesOfAnAnswer() {
        Scene scene = new Scene();
        for (long lease : List.of(Long.MIN_VALUE, 2L, Long.MAX_VALUE)) {
            scene.apply(OWNER, lease(lease, 60));
        }
        LeasesAnswer.Page page = page(scene, Long.MIN_VALUE);
        assertThat(page.leases()).extracting(LeaseInfo::lease).containsExactly(Long.MIN_VALUE, 2L);
        assertThat(page.more()).isTrue();
        LeasesAnswer.Page last = page(scene, 3);
        assertThat(last.leases()).extracting(LeaseInfo::lease).containsExactly(Long.MAX_VALUE);
        assertThat(last.more()).isFalse();
        LeasesAnswer tooMany = new LeasesAnswer.Page(
                1, 1, Collections.nCopies(LeasesAnswer.LEASES_MAX + 1, page.leases().getFirst()), false);
        assertThatThrownBy(() -> Schema.standard().codec(LeasesAnswer.class).encode(tooMany))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static LeasesAnswer.Page page(Scene scene, long from) {
        return (LeasesAnswer.Page) scene.coordination().leases(scene.view(), KEYSPACE, from, 2);
    }

    private static GrantLease lease(long id, long ttlSeconds) {
        return new GrantLease(KEYSPACE, id, ttlSeconds, Bytes.EMPTY);
    }

    private static List<Bytes> accounts(Scene scene, int count) {
        List<Bytes> secrets = new ArrayList<>();
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Bytes secret = Bench.secret("account " + i);
            secrets.add(secret);
            operations.add(OpenAccount.ofKey(Ed25519.publicKey(secret), Quota.STANDARD));
        }
        scene.apply(Bench.OPERATOR, operations.toArray(Operation[]::new));
        return secrets;
    }
}

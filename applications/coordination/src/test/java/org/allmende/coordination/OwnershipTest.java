package org.allmende.coordination;

import static org.allmende.coordination.Scene.OWNER;
import static org.allmende.coordination.Scene.STRANGER;
import static org.allmende.coordination.Scene.WRITER;
import static org.allmende.coordination.Words.ALWAYS;
import static org.allmende.coordination.Words.ON;
import static org.allmende.coordination.Words.all;
import static org.allmende.coordination.Words.b;
import static org.allmende.coordination.Words.delete;
import static org.allmende.coordination.Words.get;
import static org.allmende.coordination.Words.operation;
import static org.allmende.coordination.Words.put;
import static org.allmende.coordination.Words.txn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.allmende.coordination.CoordinationOperation.AllowWriter;
import org.allmende.coordination.CoordinationOperation.Compact;
import org.allmende.coordination.CoordinationOperation.CreateKeyspace;
import org.allmende.coordination.CoordinationOperation.DisallowWriter;
import org.allmende.ledger.Bench;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.LedgerOperation.ChangeQuota;
import org.allmende.ledger.account.LedgerOperation.Delegate;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whose a keyspace is, and who may write what. */
class OwnershipTest {
    private static final String KEYSPACE = Scene.KEYSPACE;
    private static final AccountId WRITERS_ACCOUNT = Scene.account(WRITER);

    /** The owner has named the writer for the keys under {@code w/}. */
    private static Scene named() {
        Scene scene = new Scene();
        assertThat(scene.apply(OWNER, allow("w/")).text()).isEqualTo("done@1");
        return scene;
    }

    /** The owner has delegated what is under {@code w/} to the writer, for a minute. */
    private static Scene delegated(String resource) {
        Scene scene = new Scene();
        scene.apply(
                OWNER,
                new Delegate(
                        WRITERS_ACCOUNT,
                        new Scope(Coordination.TAG, b(resource)),
                        Optional.empty(),
                        scene.view().timeMillis() + 60_000));
        return scene;
    }

    private static AllowWriter allow(String prefix) {
        return new AllowWriter(KEYSPACE, WRITERS_ACCOUNT, b(prefix));
    }

    private record Row(Request when, boolean allowed) {}

    /** The same for a writer of {@code w/} and a delegate for it. */
    private static final List<Row> UNDER_W = List.of(
            new Row(put("w/", "1"), true),
            new Row(put("w/1", "1"), true),
            new Row(put("w", "1"), false),
            new Row(put("x", "1"), false),
            new Row(delete("w/", "w0"), true),
            new Row(delete("w/1", "w/5"), true),
            new Row(delete("w/", "w1"), false),
            new Row(delete("v", "w/5"), false),
            new Row(delete("w/", ON), false),
            new Row(all(put("w/1", "1"), get("x")), true),
            new Row(all(put("w/1", "1"), put("x", "1")), false),
            new Row(txn(List.of(ALWAYS), List.of(put("w/1", "1")), List.of(put("x", "1"))), false),
            new Row(all(all(delete("x"))), false),
            new Row(all(get("x")), true));

    @TestFactory
    Stream<DynamicTest> aWriterMayWriteUnderItsPrefix() {
        return UNDER_W.stream().map(row -> test(row, named()));
    }

    @TestFactory
    Stream<DynamicTest> aDelegateMayWriteUnderItsScope() {
        return UNDER_W.stream().map(row -> test(row, delegated(KEYSPACE + "\0w/")));
    }

    private static DynamicTest test(Row row, Scene scene) {
        return DynamicTest.dynamicTest(row.when + (row.allowed ? "" : " is refused"), () -> {
            String said = scene.apply(WRITER, operation(KEYSPACE, row.when)).text();
            if (row.allowed) {
                assertThat(said).doesNotContain("NOT_ALLOWED");
            } else {
                assertThat(said).isEqualTo("NOT_ALLOWED");
            }
        });
    }

    @Test
    void aStrangerMayReadButNotWrite() {
        Scene scene = named();
        assertThat(scene.apply(STRANGER, operation(KEYSPACE, put("w/1", "1"))).text()).isEqualTo("NOT_ALLOWED");
        assertThat(scene.apply(STRANGER, operation(KEYSPACE, all(get("a")))).text())
                .isEqualTo("txn@1 yes [range@1 [] of 0]");
    }

    @Test
    void whatIsWrongWithTheRequestComesBeforeWhoAsks() {
        assertThat(new Scene().apply(STRANGER, operation(KEYSPACE, put("", "1"))).text()).isEqualTo("EMPTY_KEY");
    }

    @Test
    void aWriterOfTheEmptyPrefixMayWriteEverythingButNotGiveThePastUp() {
        Scene scene = new Scene();
        scene.apply(OWNER, allow(""));
        assertThat(scene.apply(WRITER, operation(KEYSPACE, delete(ON, ON))).text()).isEqualTo("delete@1 0");
        assertThat(scene.apply(WRITER, new Compact(KEYSPACE, 1)).text()).isEqualTo("NOT_ALLOWED");
    }

    @Test
    void aDelegateForTheWholeKeyspaceActsAsItsOwner() {
        Scene scene = delegated(KEYSPACE + "\0");
        assertThat(scene.apply(WRITER, operation(KEYSPACE, put("x", "1"))).text()).isEqualTo("put@2");
        assertThat(scene.apply(WRITER, new Compact(KEYSPACE, 2)).text()).isEqualTo("compacted@2");
    }

    @Test
    void butNamesNobodyAsThatWouldOutlastTheDelegation() {
        Scene scene = delegated(KEYSPACE + "\0");
        assertThat(scene.apply(WRITER, allow("")).text()).isEqualTo("NOT_ALLOWED");
        scene.apply(OWNER, allow(""));
        assertThat(scene.apply(WRITER, new DisallowWriter(KEYSPACE, WRITERS_ACCOUNT, Bytes.EMPTY))
                        .text())
                .isEqualTo("NOT_ALLOWED");
    }

    @Test
    void aDelegateForAPrefixDoesNotGiveThePastUp() {
        Scene scene = delegated(KEYSPACE + "\0w/");
        assertThat(scene.apply(WRITER, new Compact(KEYSPACE, 1)).text()).isEqualTo("NOT_ALLOWED");
    }

    @Test
    void aDelegationForAKeyspaceIsNoneForAnotherWhoseNameBeginsAlike() {
        Scene scene = delegated(KEYSPACE + "\0");
        scene.apply(OWNER, new CreateKeyspace("default-2"));
        assertThat(scene.apply(WRITER, operation("default-2", put("x", "1"))).text()).isEqualTo("NOT_ALLOWED");
    }

    @Test
    void aDelegationEnds() {
        Scene scene = delegated(KEYSPACE + "\0");
        scene.pass(60_000);
        assertThat(scene.apply(WRITER, operation(KEYSPACE, put("x", "1"))).text()).isEqualTo("NOT_ALLOWED");
    }

    @Test
    void namingAWriter() {
        Scene scene = named();
        assertThat(scene.keyspace(KEYSPACE))
                .isEqualTo(new KeyspaceAnswer.Found(
                        scene.view().height(),
                        new KeyspaceInfo(KEYSPACE, Scene.account(OWNER), 1, -1),
                        List.of(new KeyspaceAnswer.Writer(WRITERS_ACCOUNT, b("w/")))));
        assertThat(scene.events())
                .extracting(placed -> (Object) placed.event())
                .containsExactly(new CoordinationEvent.WriterAllowed(KEYSPACE, WRITERS_ACCOUNT, b("w/")));

        assertThat(scene.apply(OWNER, allow("w/")).text()).as("again").isEqualTo("done@1");
        assertThat(scene.events()).isEmpty();
        assertThat(scene.apply(WRITER, allow("x/")).text()).as("by another").isEqualTo("NOT_ALLOWED");
        AccountId nobody = Bench.account(Bench.secret("nobody"));
        assertThat(scene.apply(OWNER, new AllowWriter(KEYSPACE, nobody, Bytes.EMPTY)).text())
                .isEqualTo("ACCOUNT_NOT_OPEN");
        assertThat(scene.apply(OWNER, new AllowWriter("other", WRITERS_ACCOUNT, Bytes.EMPTY)).text())
                .isEqualTo("KEYSPACE_NOT_FOUND");
    }

    @Test
    void takingItBack() {
        Scene scene = named();
        assertThat(scene.apply(OWNER, new DisallowWriter(KEYSPACE, WRITERS_ACCOUNT, b("w"))).text())
                .as("of another prefix")
                .isEqualTo("WRITER_NOT_FOUND");
        assertThat(scene.apply(OWNER, new DisallowWriter("other", WRITERS_ACCOUNT, b("w/"))).text())
                .isEqualTo("KEYSPACE_NOT_FOUND");
        assertThat(scene.apply(OWNER, new DisallowWriter(KEYSPACE, WRITERS_ACCOUNT, b("w/"))).text())
                .isEqualTo("done@1");
        assertThat(scene.events())
                .extracting(placed -> (Object) placed.event())
                .containsExactly(new CoordinationEvent.WriterDisallowed(KEYSPACE, WRITERS_ACCOUNT, b("w/")));
        assertThat(scene.apply(WRITER, operation(KEYSPACE, put("w/1", "1"))).text()).isEqualTo("NOT_ALLOWED");
    }

    @Test
    void creatingAKeyspace() {
        Scene scene = new Scene();
        assertThat(scene.apply(WRITER, new CreateKeyspace("mine")).text()).isEqualTo("created@1");
        assertThat(scene.events())
                .extracting(placed -> (Object) placed.event())
                .containsExactly(new CoordinationEvent.KeyspaceCreated("mine", WRITERS_ACCOUNT));
        assertThat(scene.apply(WRITER, new CreateKeyspace("mine")).text()).isEqualTo("KEYSPACE_EXISTS");
        assertThat(scene.apply(OWNER, operation("mine", put("a", "1"))).text()).isEqualTo("NOT_ALLOWED");
        assertThat(scene.apply(WRITER, operation("mine", put("a", "1"))).text()).isEqualTo("put@2");
        assertThat(scene.coordination().keyspaces(scene.view()))
                .isEqualTo(new KeyspacesAnswer(
                        scene.view().height(),
                        List.of(
                                new KeyspaceInfo(KEYSPACE, Scene.account(OWNER), 1, -1),
                                new KeyspaceInfo("mine", WRITERS_ACCOUNT, 2, -1))));
        assertThatThrownBy(() -> new CreateKeyspace("Mine")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyspaceIsAnEntryOfItsCreatorsAndSoIsEachOfItsKeys() {
        Scene scene = new Scene();
        scene.apply(Bench.OPERATOR, new ChangeQuota(WRITERS_ACCOUNT, new Quota(0, 2, 1_000, 1_000_000)));
        assertThat(scene.apply(WRITER, new CreateKeyspace("one")).text()).isEqualTo("created@1");
        assertThat(scene.apply(WRITER, operation("one", put("a", "1"))).text()).isEqualTo("put@2");

        assertThat(scene.apply(WRITER, new CreateKeyspace("two")).text()).isEqualTo("OVER_QUOTA");
        assertThat(scene.apply(WRITER, operation("one", put("b", "1"))).text()).isEqualTo("OVER_QUOTA");
        assertThat(scene.keyspace("two")).isInstanceOf(KeyspaceAnswer.NotFound.class);

        assertThat(scene.apply(WRITER, operation("one", delete("a"))).text()).isEqualTo("delete@3 1");
        assertThat(scene.apply(WRITER, new CreateKeyspace("two")).text()).isEqualTo("created@1");
    }

    @Test
    void aKeyspaceThatIsNotThere() {
        Scene scene = new Scene();
        assertThat(scene.apply(OWNER, operation("other", put("a", "1"))).text()).isEqualTo("KEYSPACE_NOT_FOUND");
        assertThat(scene.apply(OWNER, new Compact("other", 1)).text()).isEqualTo("KEYSPACE_NOT_FOUND");
        assertThat(scene.keyspace("other")).isEqualTo(new KeyspaceAnswer.NotFound(scene.view().height()));
    }

    @Test
    void aGroupIsForOneKeyspace() {
        Scene scene = new Scene();
        scene.apply(OWNER, new CreateKeyspace("mine"));
        Scene.Said said = scene.apply(OWNER, operation(KEYSPACE, put("a", "1")), operation("mine", put("a", "1")));
        assertThat(said).isEqualTo(new Scene.Said.Refused(0, CoordinationReason.TWO_KEYSPACES));
    }

    @Test
    void aGroupHappensAllOrNone() {
        Scene scene = new Scene();
        Bytes before = scene.digest();
        Scene.Said said = scene.apply(
                OWNER,
                operation(KEYSPACE, put("a", "1")),
                new Compact(KEYSPACE, 2),
                operation(KEYSPACE, put("", "1")));
        assertThat(said).isEqualTo(new Scene.Said.Refused(2, CoordinationReason.EMPTY_KEY));
        assertThat(scene.rowsChanged()).isZero();
        assertThat(scene.events()).isEmpty();
        assertThat(scene.nextDueInMillis()).as("no sweep is due").isGreaterThan(1_000);
        assertThat(scene.digest()).as("only the receipt is new").isNotEqualTo(before);
        assertThat(scene.apply(OWNER, operation(KEYSPACE, put("a", "1")), operation(KEYSPACE, put("a", "2")))
                        .text())
                .isEqualTo("put@2; put@3");
    }
}

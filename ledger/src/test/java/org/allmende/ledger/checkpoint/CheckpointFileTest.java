package org.allmende.ledger.checkpoint;

import static org.allmende.ledger.Bench.account;
import static org.allmende.ledger.Bench.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.allmende.ledger.Bench;
import org.allmende.ledger.Head;
import org.allmende.ledger.Limits;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.TokenOperation;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.roster.Voices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file a checkpoint is carried in: what was written is read, and nothing else is. */
class CheckpointFileTest {
    private static final int VOUCH_BYTES = 4 + 64;

    private final Bench bench = new Bench(Parameters.DEFAULT, 1, 1, 1, 1);

    CheckpointFileTest() {
        TokenId coin = TokenId.of(account(Bench.OPERATOR), "COIN");
        bench.after(
                10,
                bench.sign(
                        group(new TokenOperation.Create("COIN", 2, Uint256.of(9))),
                        group(new TokenOperation.Mint(coin, account(Bench.OWNER), Uint256.of(7)))));
    }

    @Test
    void whatWasWrittenIsRead() throws Exception {
        Carried carried = Carried.of(bench);
        Carried.Taken taken = Carried.read(carried.vouchedBy(0, 1, 3));

        assertThat(taken.contents().genesis()).isEqualTo(bench.genesis);
        assertThat(taken.contents().statement()).isEqualTo(carried.statement());
        assertThat(taken.contents().vouched())
                .isEqualTo(new CheckpointReader.Vouched(carried.vouches(0, 1, 3), 3, 4, Roster.of(bench.genesis)));
        // All that an engine keeps, but the head: that is in the statement.
        assertThat(taken.rows()).isEqualTo(bench.rows().stream().filter(row -> row.table() != 0).toList());
    }

    @Test
    void theStatementSaysWhereTheLedgerStood() throws Exception {
        Statement statement = Carried.of(bench).statement();

        assertThat(statement.head()).isEqualTo(bench.ledger.head());
        assertThat(statement.network()).isEqualTo(bench.genesis.networkId());
        assertThat(statement.digest()).isEqualTo(bench.ledger.digest(bench.ledger.view()));
        assertThat(statement.rows()).isEqualTo(bench.rows().size() - 1);
    }

    @Test
    void theHeadHasOneSizeWhateverItStates() throws Exception {
        Statement small = Carried.of(bench).statement();
        Statement large = Statement.of(
                small.network(),
                new Head(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, small.stateHash()),
                small.digest(),
                Long.MAX_VALUE);

        assertThat(CheckpointWriter.head(bench.genesis, small).length())
                .isEqualTo(CheckpointWriter.headBytes(bench.genesis));
        assertThat(CheckpointWriter.head(bench.genesis, large).length())
                .isEqualTo(CheckpointWriter.headBytes(bench.genesis));
    }

    @Test
    void anyChangedByteIsFound() throws Exception {
        byte[] file = Carried.of(bench).vouchedBy(0, 1, 2, 3).toArray();
        for (int at = 0; at < file.length; at++) {
            byte[] changed = file.clone();
            changed[at] ^= (byte) (1 << at % 8);
            assertRefused(Bytes.wrap(changed), "with byte " + at + " of " + file.length + " changed");
        }
    }

    @Test
    void anyMissingEndIsFoundAndAnythingBehindIt() throws Exception {
        Bytes file = Carried.of(bench).vouchedBy(0, 1, 2, 3);
        for (int length = 0; length < file.length(); length++) {
            assertRefused(file.slice(0, length), "cut after " + length + " bytes");
        }
        assertRefused(file.concat(Bytes.hex("00")), "with a byte more");
    }

    @ParameterizedTest
    @CsvSource({"1;1;1;1, 0;1;2, true", "1;1;1;1, 0;1, false", "1;1;1, 0;1, false", "1;1;1, 0;1;2, true", "5;1;1, 0, true",
        "4;1;1, 0, false", "1;1;1;0, 0;1;3, false", "1, 0, true", "1, '', false"})
    void itTakesMoreThanTwoThirdsOfAllWeight(String weights, String nodes, boolean enough) throws Exception {
        Bench other = new Bench(Parameters.DEFAULT, longs(weights));
        other.after(5_000);
        Bytes file = Carried.of(other).vouchedBy(Arrays.stream(longs(nodes)).mapToInt(i -> (int) i).toArray());

        if (enough) {
            assertThat(Carried.read(file).rows()).isNotEmpty();
        } else {
            assertThatThrownBy(() -> Carried.read(file))
                    .isInstanceOf(UnsoundCheckpointException.class)
                    .hasMessageContaining("more than two thirds");
        }
    }

    private static long[] longs(String words) {
        return Arrays.stream(words.split(";")).filter(word -> !word.isEmpty()).mapToLong(Long::parseLong).toArray();
    }

    @Test
    void aNodeVouchesOnceAndForThisStateAndWithItsOwnKey() throws Exception {
        Carried carried = Carried.of(bench);
        List<Vouch> three = carried.vouches(0, 1, 2);
        Vouch last = carried.vouch(2);

        assertRefused(carried.with(List.of(three.get(0), three.get(1), last, last)), "a vouch twice");
        assertRefused(carried.with(List.of(three.get(0), three.get(1), new Vouch(3, last.signature()))), "another's");
        assertRefused(carried.with(List.of(three.get(0), three.get(1), new Vouch(4, last.signature()))), "nobody's");
        assertRefused(carried.with(List.of(three.get(0), three.get(1), new Vouch(-1, last.signature()))), "nobody's");
        bench.after(5_000);
        Vouch later = Carried.of(bench).vouch(2);
        assertRefused(carried.with(List.of(three.get(0), three.get(1), later)), "for a later height");
        // One false word among enough true ones is no less a sign that somebody has touched the file.
        assertRefused(carried.with(List.of(three.get(0), three.get(1), last, new Vouch(3, later.signature()))), "one");
    }

    @Test
    void vouchesAreWrittenInTheOrderOfTheNodes() throws Exception {
        Carried carried = Carried.of(bench);

        assertThat(carried.vouchedBy(3, 0, 2)).isEqualTo(carried.vouchedBy(0, 2, 3));
    }

    @Test
    void nodesWithOneKeyAreOneVoice() {
        var genesis = bench.genesis;
        var nodes = new ArrayList<>(genesis.nodes());
        var first = nodes.getFirst();
        var third = nodes.get(2);
        nodes.set(
                2,
                new NodeCard(
                        third.name(),
                        third.operator(),
                        third.provider(),
                        third.region(),
                        third.jurisdiction(),
                        5,
                        third.gossipCertificate(),
                        first.gatewayKey(),
                        third.operatorKey(),
                        third.host(),
                        third.gossipPort(),
                        third.apiUrl()));
        Voices voices = new Voices(Roster.of(new Genesis(
                genesis.name(),
                genesis.salt(),
                true,
                genesis.startMillis(),
                genesis.parameters(),
                nodes,
                genesis.keyspaces())));

        assertThat(voices.of(0).map(Voices.Voice::weight)).contains(6L);
        assertThat(voices.of(2)).isEmpty();
        assertThat(voices.of(3).map(Voices.Voice::weight)).contains(1L);
        assertThat(voices.of(account(Bench.GATEWAY))).isEqualTo(voices.of(0));
        assertThat(voices.total()).isEqualTo(8);
    }

    @Test
    void aFileOfAnotherKindOrVersionIsSaidToBeOne() throws Exception {
        byte[] file = Carried.of(bench).vouchedBy(0, 1, 2).toArray();
        file[8] = 2;
        assertThatThrownBy(() -> Carried.read(Bytes.wrap(file))).hasMessageContaining("version 2");
        file[0] = 'a';
        assertThatThrownBy(() -> Carried.read(Bytes.wrap(file))).hasMessageContaining("no checkpoint");
    }

    @Test
    void nothingIsSaidOfVouchesBeforeTheEnd() throws Exception {
        InputStream file = new ByteArrayInputStream(Carried.of(bench).vouchedBy(0, 1, 2).toArray());
        CheckpointReader reader = CheckpointReader.open(file::read);

        assertThatThrownBy(reader::vouched).isInstanceOf(IllegalStateException.class);
        while (reader.next().isPresent()) {
            assertThatThrownBy(reader::vouched).isInstanceOf(IllegalStateException.class);
        }
        assertThat(reader.vouched().weight()).isEqualTo(3);
        assertThat(reader.next()).isEmpty();
    }

    /** A source may give as little as it likes. */
    @Test
    void aFileIsReadByteByByteToo() throws Exception {
        InputStream file = new ByteArrayInputStream(Carried.of(bench).vouchedBy(0, 1, 2).toArray());
        List<Entry> rows = new ArrayList<>();

        CheckpointReader.read((bytes, offset, length) -> file.read(bytes, offset, 1), rows::add);
        assertThat(rows).hasSize(bench.rows().size() - 1);
    }

    @Test
    void tablesAndKeysAreInOrderEvenWhereADigestSaysOtherwise() throws Exception {
        Bytes row = row("0a", "01");
        Bytes next = row("0b", "02");

        assertThat(Carried.read(made(2, table(9, 2), row, next)).rows())
                .containsExactly(
                        new Entry(9, Bytes.hex("0a"), Bytes.hex("01")), new Entry(9, Bytes.hex("0b"), Bytes.hex("02")));
        assertThat(Carried.read(made(2, table(9, 1), next, table(10, 1), row)).rows()).hasSize(2);
        assertRefused(made(2, table(9, 2), next, row), "keys out of order");
        assertRefused(made(2, table(9, 2), row, row), "a key twice");
        assertRefused(made(2, table(9, 1), row, table(9, 1), next), "a table twice");
        assertRefused(made(2, table(9, 1), row, table(8, 1), next), "tables out of order");
        assertRefused(made(1, table(9, 1), row, table(10, 0)), "an empty table");
        assertRefused(made(3, table(9, 2), row, next), "fewer rows than stated");
        assertRefused(made(1, table(9, 2), row, next), "more rows than stated");
        assertRefused(made(1, table(9, -1), row), "fewer rows than none");
        assertRefused(made(1, table(-2, 1), row), "a table below the first");
    }

    @Test
    void keysAndValuesHaveTheirLimits() throws Exception {
        Bytes longest = sized(Bytes.wrap(new byte[Limits.TABLE_KEY_BYTES_MAX]));
        Bytes longer = sized(Bytes.wrap(new byte[Limits.TABLE_KEY_BYTES_MAX + 1]));
        Bytes largest = sized(Bytes.wrap(new byte[Limits.CHECKPOINT_VALUE_BYTES_MAX]));
        Bytes larger = sized(Bytes.wrap(new byte[Limits.CHECKPOINT_VALUE_BYTES_MAX + 1]));

        assertThat(Carried.read(made(1, table(9, 1), longest, sized(Bytes.EMPTY))).rows()).hasSize(1);
        assertRefused(made(1, table(9, 1), longer, sized(Bytes.EMPTY)), "a key too long");
        assertThat(Carried.read(made(1, table(9, 1), sized(Bytes.EMPTY), largest)).rows()).hasSize(1);
        assertRefused(made(1, table(9, 1), sized(Bytes.EMPTY), larger), "a value too large");
    }

    @Test
    void aLengthBeyondItsLimitIsNotEvenAllocated() throws Exception {
        Bytes head = CheckpointWriter.head(bench.genesis, Carried.of(bench).statement());
        Bytes huge = head.slice(0, 12).concat(Bytes.wrap(CheckpointWriter.u32(Limits.CHECKPOINT_GENESIS_BYTES_MAX + 1)));
        assertThatThrownBy(() -> Carried.read(huge)).hasMessageContaining("at most " + Limits.CHECKPOINT_GENESIS_BYTES_MAX);

        Bytes rows = Carried.of(bench).rows();
        Bytes tail = Bytes.wrap(CheckpointWriter.u32(Limits.CHECKPOINT_VOUCHES_BYTES_MAX + 1));
        assertThatThrownBy(() -> Carried.read(head.concat(rows).concat(tail)))
                .hasMessageContaining("at most " + Limits.CHECKPOINT_VOUCHES_BYTES_MAX);
        assertThat(Limits.CHECKPOINT_VOUCHES_BYTES_MAX).isGreaterThan(4 + VOUCH_BYTES * Limits.NODES_MAX);
    }

    @Test
    void whatTheSinkThrowsIsThrown() {
        assertThatThrownBy(() -> CheckpointWriter.rows(
                        bench.genesis, bench.ledger.head(), bench.ledger.view(), (bytes, offset, length) -> {
                            throw new IOException("disk full");
                        }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
    }

    @Test
    void aStatementIsNamedByItsHash() {
        Statement statement = new Statement(
                bench.genesis.networkId(), 7, 8, 9, Bytes.hex("11".repeat(32)), Bytes.hex("22".repeat(32)), 10);
        Bytes written = bench.genesis
                .networkId()
                .value()
                .concat(Bytes.hex("0700000000000000" + "0800000000000000" + "0900000000000000" + "11".repeat(32)
                        + "22".repeat(32) + "0a00000000000000"));

        assertThat(Statement.CODEC.encode(statement)).isEqualTo(written);
        assertThat(written.length()).isEqualTo(Statement.BYTES);
        assertThat(statement.hash()).isEqualTo(Digests.sha256("allmende/1/checkpoint", written));
    }

    private Bytes made(long count, Bytes... parts) throws IOException {
        Bytes rows = Arrays.stream(parts).reduce(Bytes.EMPTY, Bytes::concat);
        return Carried.of(bench).withRows(rows, count).vouchedBy(0, 1, 2);
    }

    private static Bytes table(int number, long rows) {
        return Bytes.wrap(CheckpointWriter.u32(number))
                .concat(Bytes.wrap(CheckpointWriter.u32((int) rows)))
                .concat(Bytes.wrap(CheckpointWriter.u32((int) (rows >> 32))));
    }

    private static Bytes row(String key, String value) {
        return sized(Bytes.hex(key)).concat(sized(Bytes.hex(value)));
    }

    private static Bytes sized(Bytes bytes) {
        return Bytes.wrap(CheckpointWriter.u32(bytes.length())).concat(bytes);
    }

    private static void assertRefused(Bytes file, String what) {
        assertThatThrownBy(() -> Carried.read(file)).as(what).isInstanceOf(UnsoundCheckpointException.class);
    }
}

package org.allmende.ledger.checkpoint;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Limits;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.encoding.ByteSource;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.roster.RosterChain;
import org.allmende.ledger.roster.RosterRows;
import org.allmende.ledger.roster.UnprovenRosterException;
import org.allmende.ledger.roster.Voices;
import org.allmende.ledger.table.State;

/**
 * Reads the file a checkpoint is carried in (see {@link CheckpointWriter}) as a stream: one row at a time is in
 * memory. Nothing of it is to be trusted before {@link #next} has said that there is no more: the digest stands behind
 * the rows, and the vouches behind both. A change of any byte is found. For one thread.
 *
 * <p>What is proved then is that the nodes of the network {@link #genesis} have vouched: whether that is the network
 * meant, its id says, and nothing in the file can.
 */
public final class CheckpointReader {
    private static final String OTHER_VERSION = "read it with the version of Allmende that wrote it, or a newer one";

    private final SourceReader source;
    private final Genesis genesis;
    private final Statement statement;
    private final MessageDigest digest = State.dumpDigest();
    private final RosterRows rosters = new RosterRows();

    /** The table being read, and how many of its rows are still to come. */
    private int table = -1;

    private long tableRows;
    private long rows;
    private byte[] lastKey = {};
    private boolean firstOfTable;
    private Optional<Vouched> vouched = Optional.empty();

    /**
     * Who has vouched.
     *
     * @param weight of these nodes, more than two thirds of {@code total}
     * @param total of all nodes of the roster
     * @param roster that was in force then
     */
    public record Vouched(List<Vouch> vouches, long weight, long total, Roster roster) {
        public Vouched {
            vouches = List.copyOf(vouches);
        }
    }

    /** What a sound file says, its rows aside. */
    public record Contents(Genesis genesis, Statement statement, Vouched vouched) {}

    /** Receives the rows of a file, by table, then key. */
    @FunctionalInterface
    public interface RowVisitor {
        void visit(Entry row) throws IOException;
    }

    /** Reads the head. */
    private CheckpointReader(ByteSource bytes) throws IOException, UnsoundCheckpointException {
        source = new SourceReader(bytes);
        if (!Bytes.wrap(source.take(CheckpointWriter.MAGIC.length())).equals(CheckpointWriter.MAGIC)) {
            throw new UnsoundCheckpointException(
                    "this is no checkpoint of an Allmende network",
                    "name a file that 'allmende backup' has written");
        }
        int version = SourceReader.u32(source.take(Integer.BYTES));
        if (version != CheckpointWriter.VERSION) {
            throw new UnsoundCheckpointException(
                    "the checkpoint is written in version " + Integer.toUnsignedString(version)
                            + " of its format, and this reads " + CheckpointWriter.VERSION,
                    OTHER_VERSION);
        }
        Bytes written = sized(Limits.CHECKPOINT_GENESIS_BYTES_MAX, "its genesis");
        try {
            genesis = Genesis.CODEC.decode(written);
            statement = Statement.CODEC.decode(Bytes.wrap(source.take(Statement.BYTES)));
        } catch (MalformedException e) {
            throw source.damaged(String.valueOf(e.getMessage()));
        }
        if (!statement.network().equals(genesis.networkId())) {
            throw source.damaged("its statement is about another network than its genesis");
        }
    }

    /**
     * Begins to read: checks the head.
     *
     * @throws UnsoundCheckpointException when it is not one of a checkpoint
     * @throws IOException what the source throws
     */
    public static CheckpointReader open(ByteSource source) throws IOException, UnsoundCheckpointException {
        return new CheckpointReader(source);
    }

    /**
     * Reads a whole file.
     *
     * @param rows is given every row before it is known whether the file is sound: to be forgotten when this throws
     * @throws UnsoundCheckpointException when it is not to be trusted
     * @throws IOException what the source or the visitor throws
     */
    public static Contents read(ByteSource source, RowVisitor rows) throws IOException, UnsoundCheckpointException {
        CheckpointReader reader = open(source);
        for (Optional<Entry> row = reader.next(); row.isPresent(); row = reader.next()) {
            rows.visit(row.get());
        }
        return new Contents(reader.genesis, reader.statement, reader.vouched());
    }

    /** Of the network it comes from. */
    public Genesis genesis() {
        return genesis;
    }

    public Statement statement() {
        return statement;
    }

    /** Who has vouched. @throws IllegalStateException before {@link #next} has said that there are no more rows */
    public Vouched vouched() {
        return vouched.orElseThrow(() -> new IllegalStateException("the checkpoint is not read to its end yet"));
    }

    /**
     * The next row, by table, then key; or empty, when all have been given and all is as it has to be.
     *
     * @throws UnsoundCheckpointException when the file is not to be trusted, nor the rows given so far
     */
    public Optional<Entry> next() throws IOException, UnsoundCheckpointException {
        if (vouched.isPresent()) {
            return Optional.empty();
        }
        if (tableRows == 0 && !nextTable()) {
            vouched = Optional.of(finish());
            return Optional.empty();
        }
        byte[] key = part(Limits.TABLE_KEY_BYTES_MAX, "a key");
        if (!firstOfTable && Arrays.compareUnsigned(lastKey, key) >= 0) {
            throw source.damaged("the keys of table " + table + " are not in order");
        }
        byte[] value = part(Limits.CHECKPOINT_VALUE_BYTES_MAX, "a value");
        lastKey = key;
        firstOfTable = false;
        tableRows--;
        rows++;
        Entry row = new Entry(table, Bytes.wrap(key), Bytes.wrap(value));
        try {
            rosters.see(row);
        } catch (MalformedException e) {
            throw source.damaged("a row of its rosters says nothing: " + e.getMessage());
        }
        return Optional.of(row);
    }

    /** @return false at the end of the rows */
    private boolean nextTable() throws IOException, UnsoundCheckpointException {
        byte[] number = source.take(Integer.BYTES);
        if (SourceReader.u32(number) == CheckpointWriter.END_OF_ROWS) {
            return false;
        }
        byte[] count = source.take(Long.BYTES);
        digest.update(number);
        digest.update(count);
        if (SourceReader.u32(number) <= table) {
            throw source.damaged("its tables are not in order");
        }
        table = SourceReader.u32(number);
        tableRows = SourceReader.u64(count);
        firstOfTable = true;
        if (tableRows < 1 || tableRows > statement.rows() - rows) {
            throw source.damaged("table " + table + " has another number of rows than it can have");
        }
        return true;
    }

    private byte[] part(int lengthMax, String what) throws IOException, UnsoundCheckpointException {
        byte[] length = source.take(Integer.BYTES);
        byte[] bytes = source.take(checked(SourceReader.u32(length), lengthMax, what));
        digest.update(length);
        digest.update(bytes);
        return bytes;
    }

    private Bytes sized(int lengthMax, String what) throws IOException, UnsoundCheckpointException {
        int length = SourceReader.u32(source.take(Integer.BYTES));
        return Bytes.wrap(source.take(checked(length, lengthMax, what)));
    }

    private int checked(int length, int lengthMax, String what) throws UnsoundCheckpointException {
        if (length < 0 || length > lengthMax) {
            throw source.damaged(what + " has " + Integer.toUnsignedString(length) + " bytes, and at most " + lengthMax
                    + " are read");
        }
        return length;
    }

    private Vouched finish() throws IOException, UnsoundCheckpointException {
        if (rows != statement.rows() || !Bytes.wrap(digest.digest()).equals(statement.digest())) {
            throw source.damaged("its rows are not those that its statement is about");
        }
        List<Vouch> vouches;
        try {
            vouches = CheckpointWriter.VOUCHES
                    .decode(sized(Limits.CHECKPOINT_VOUCHES_BYTES_MAX, "the list of vouches"))
                    .vouches();
        } catch (MalformedException e) {
            throw source.damaged(String.valueOf(e.getMessage()));
        }
        if (!source.isAtEnd()) {
            throw source.damaged("more follows where it has to end");
        }
        return counted(vouches);
    }

    private Vouched counted(List<Vouch> vouches) throws UnsoundCheckpointException {
        Roster roster = roster();
        Voices voices = new Voices(roster);
        long weight = 0;
        int last = -1;
        for (Vouch vouch : vouches) {
            Optional<Voices.Voice> voice = voices.of(vouch.node());
            if (vouch.node() <= last || voice.isEmpty()) {
                throw source.damaged("its vouches are not of nodes of its network, each once and in order");
            }
            if (!vouch.isFor(statement, voice.get().gatewayKey())) {
                throw source.damaged("what stands there as the signature of node '"
                        + roster.member(vouch.node()).orElseThrow().card().name() + "' is none for this state");
            }
            last = vouch.node();
            weight += voice.get().weight();
        }
        if (!voices.areEnough(weight)) {
            throw new UnsoundCheckpointException(
                    "nodes with a weight of " + weight + " of " + voices.total()
                            + " have vouched for the checkpoint, and it takes more than two thirds",
                    "fetch it again when more nodes have vouched, or take another checkpoint");
        }
        return new Vouched(vouches, weight, voices.total(), roster);
    }

    /** Whose nodes have vouched: that of the statement's epoch, which follows from the genesis by rows of the file. */
    private Roster roster() throws UnsoundCheckpointException {
        try {
            return RosterChain.of(genesis, rosters.links()).in(statement.epoch());
        } catch (UnprovenRosterException e) {
            throw source.damaged(String.valueOf(e.getMessage()));
        }
    }
}

package org.allmende.ledger.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.allmende.ledger.Bench;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.table.State;

/** A checkpoint's file in memory, in its parts. */
record Carried(Genesis genesis, Statement statement, Bytes rows) {
    /** Of the last height of a bench. */
    static Carried of(Bench bench) throws IOException {
        var sink = new ByteArrayOutputStream();
        Statement statement =
                CheckpointWriter.rows(bench.genesis, bench.ledger.head(), bench.ledger.view(), sink::write);
        return new Carried(bench.genesis, statement, Bytes.wrap(sink.toByteArray()));
    }

    Vouch vouch(int node) {
        return Vouch.of(statement, node, Bench.gateway(node));
    }

    List<Vouch> vouches(int... nodes) {
        return IntStream.of(nodes).mapToObj(this::vouch).toList();
    }

    Bytes vouchedBy(int... nodes) {
        return with(vouches(nodes));
    }

    /** The file with these vouches. */
    Bytes with(List<Vouch> vouches) {
        return CheckpointWriter.head(genesis, statement).concat(rows).concat(CheckpointWriter.tail(vouches));
    }

    /** The file with these rows in the place of its own, and a statement that is about them. */
    Carried withRows(Bytes other, long count) {
        MessageDigest digest = State.dumpDigest();
        digest.update(other.unsafeArray());
        Statement about = new Statement(
                statement.network(),
                statement.height(),
                statement.timeMillis(),
                statement.epoch(),
                statement.stateHash(),
                Bytes.wrap(digest.digest()),
                count);
        return new Carried(genesis, about, other.concat(Bytes.hex("ffffffff")));
    }

    /** What a file says and its rows. */
    record Taken(CheckpointReader.Contents contents, List<Entry> rows) {}

    static Taken read(Bytes file) throws IOException, UnsoundCheckpointException {
        List<Entry> rows = new ArrayList<>();
        var source = new ByteArrayInputStream(file.toArray());
        return new Taken(CheckpointReader.read(source::read, rows::add), rows);
    }
}

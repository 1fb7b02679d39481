package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.gateway.etcd.snapshot.Change;
import org.allmende.gateway.etcd.snapshot.Revision;
import org.allmende.gateway.etcd.snapshot.SnapshotSource;
import org.allmende.gateway.etcd.snapshot.SnapshotState;
import org.allmende.gateway.etcd.snapshot.SnapshotWriter;
import org.allmende.gateway.etcd.snapshot.StoredLease;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot of etcd becomes a keyspace. That our files are as etcd's own is held elsewhere, both ways. */
@Tag("processes")
class KeyspaceImportTest {
    @TempDir
    static Path temporary;

    @BeforeAll
    static void start() {
        Said.by("up", "--engine", "solo", "--detach", "--port-base", "0", "--dir", network()).ends(Exit.OK);
    }

    @AfterAll
    static void stop() {
        Said.by("down", "--dir", network()).ends(Exit.OK);
    }

    private static String network() {
        return temporary.resolve("network").toString();
    }

    private static Said verb(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--dir", network()));
        return Said.by(line.toArray(String[]::new));
    }

    /** Some changes, and the leases 7 and 8. */
    private record Held(List<Change> all) implements SnapshotSource {
        @Override
        public SnapshotState state() {
            return new SnapshotState(all.getLast().at().main(), 0, 10, "3.4.0", false, 0);
        }

        @Override
        public Iterator<Change> changes() {
            return all.iterator();
        }

        @Override
        public Iterator<StoredLease> leases() {
            return List.of(new StoredLease(7, 300, 0), new StoredLease(8, 1, 0)).iterator();
        }
    }

    private static Change put(long revision, long version, String key, String value, long lease) {
        return new Change.Put(
                new Revision(revision, 0),
                Mvcc.KeyValue.newBuilder()
                        .setKey(ByteString.copyFromUtf8(key))
                        .setValue(ByteString.copyFromUtf8(value))
                        .setCreateRevision(revision - version + 1)
                        .setModRevision(revision)
                        .setVersion(version)
                        .setLease(lease)
                        .build());
    }

    private static Path snapshot(String name, Change... changes) throws Exception {
        Path file = temporary.resolve(name);
        SnapshotWriter.write(file, new Held(List.of(changes)));
        return file;
    }

    @Test
    void everyKeyHasItsLastValueAndItsLease() throws Exception {
        Path file = snapshot(
                "moved.db",
                put(2, 1, "a", "old", 0),
                put(3, 2, "a", "new", 0),
                put(4, 1, "gone", "x", 0),
                new Change.Deletion(new Revision(5, 0), ByteString.copyFromUtf8("gone")),
                put(6, 1, "leased", "1", 7),
                put(7, 1, "orphan", "2", 99));
        verb("keyspace", "create", "moved").ends(Exit.OK);
        Said said = verb("keyspace", "import", "moved", file.toString()).ends(Exit.OK);
        assertThat(said.err()).contains("imported 3 keys and 2 leases into keyspace 'moved'");
        assertThat(verb("kv", "get", "", "--prefix", "--keyspace", "moved").out())
                .isEqualTo("a\tnew\nleased\t1\norphan\t2\n");
        assertThat(verb("lease", "show", "7", "--keyspace", "moved").ends(Exit.OK).out())
                .as("one key lives with it")
                .containsPattern("0000000000000007 +300 +\\d+ +1 ");

        Said again = verb("keyspace", "import", "moved", file.toString()).ends(Exit.REFUSED);
        assertThat(again.err()).contains("keyspace 'moved' has 3 keys already").contains("--over");
        verb("keyspace", "import", "moved", file.toString(), "--over").ends(Exit.OK);
    }

    @Test
    void soManyKeysThatTheyTakeSeveralTransactionsAllArrive() throws Exception {
        Change[] many = new Change[2_500];
        for (int i = 0; i < many.length; i++) {
            many[i] = put(2 + i, 1, "%05d".formatted(i), "x".repeat(i % 7 == 0 ? 2_000 : 10), 0);
        }
        verb("keyspace", "create", "many").ends(Exit.OK);
        verb("keyspace", "import", "many", snapshot("many.db", many).toString()).ends(Exit.OK);
        assertThat(verb("kv", "get", "", "--prefix", "--count", "--keyspace", "many").out()).isEqualTo("2500\n");
    }

    @Test
    void whatCannotBeMovedIsRefusedBeforeAnythingIsWritten() throws Exception {
        verb("keyspace", "create", "refused").ends(Exit.OK);
        Path large = snapshot("large.db", put(2, 1, "small", "1", 0), put(3, 1, "k".repeat(4_001), "1", 0));
        assertThat(verb("keyspace", "import", "refused", large.toString()).ends(Exit.REFUSED).err())
                .contains("has 4001 bytes")
                .contains("nothing was imported");
        Path damaged = Files.write(temporary.resolve("damaged.db"), new byte[10_000]);
        assertThat(verb("keyspace", "import", "refused", damaged.toString()).ends(Exit.REFUSED).err())
                .contains("no sound etcd snapshot");
        assertThat(verb("keyspace", "import", "refused", "nowhere.db").ends(Exit.REFUSED).err())
                .contains("there is no file nowhere.db");
        assertThat(verb("kv", "get", "", "--prefix", "--count", "--keyspace", "refused").out()).isEqualTo("0\n");
        Path most = snapshot("most.db", put(2, 1, "k".repeat(4_000), "1", 0));
        verb("keyspace", "import", "refused", most.toString()).ends(Exit.OK);
    }
}

package org.allmende.gateway.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.allmende.etcd.protocol.Authpb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no etcd could hold is not written, and leaves what was there as it was. */
class SnapshotWriterTest {
    private static final Change FIRST = new Change.Deletion(new Revision(2, 0), ByteString.copyFromUtf8("a"));
    private static final Change SECOND = new Change.Deletion(new Revision(2, 1), ByteString.copyFromUtf8("b"));

    @TempDir
    Path dir;

    @Test
    void changesInTheWrongOrder() throws IOException {
        Content sound = Content.EMPTY.at(at(2, 0));
        SnapshotWriter.write(dir.resolve("sound"), sound.changes(List.of(FIRST, SECOND)));
        assertRefused(sound.changes(List.of(SECOND, FIRST)), "the change at 2.0 comes after that at 2.1");
        assertRefused(sound.changes(List.of(FIRST, FIRST)), "the change at 2.0 comes after that at 2.0");
    }

    @Test
    void aRevisionThatEtcdWouldNotComeTo() throws IOException {
        Content changed = Content.EMPTY.changes(List.of(FIRST));
        SnapshotWriter.write(dir.resolve("sound"), changed.at(at(2, 0)));
        SnapshotWriter.write(dir.resolve("sound"), changed.at(at(9, 9)));
        assertRefused(changed.at(at(1, 0)), "its newest change is 2.0");
        assertRefused(changed.at(at(3, 0)), "said to be at revision 3");
        assertRefused(changed.at(at(9, 8)), "compacted to 8, but it is said to be at revision 9");
    }

    @Test
    void leasesAndUsersInTheWrongOrder() throws IOException {
        StoredLease one = new StoredLease(1, 60, 0);
        StoredLease negative = new StoredLease(-1, 60, 0);
        SnapshotWriter.write(dir.resolve("sound"), Content.EMPTY.leases(List.of(one, negative)));
        assertRefused(Content.EMPTY.leases(List.of(negative, one)), "keys are not in their order");
        Authpb.User user = Authpb.User.newBuilder().setName(ByteString.copyFromUtf8("alice")).build();
        assertRefused(Content.EMPTY.auth(List.of(user, user), List.of()), "keys are not in their order");
        assertRefused(Content.EMPTY.auth(List.of(Authpb.User.getDefaultInstance()), List.of()), "a key is empty");
    }

    @Test
    void whatNoStoreIs() {
        assertThatThrownBy(() -> at(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> at(3, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> at(3, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StoredLease(1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StoredLease(1, 1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SnapshotState at(long revision, long compacted) {
        return new SnapshotState(revision, compacted, 1, "3.4.0", false, 0);
    }

    private void assertRefused(Content content, String why) throws IOException {
        Path file = Files.writeString(dir.resolve("before"), "as it was");
        assertThatThrownBy(() -> SnapshotWriter.write(file, content))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining(why)
                .hasMessageEndingWith("report this, the data it was made from do not fit together");
        assertThat(file).hasContent("as it was");
        assertThat(Files.exists(dir.resolve("before" + SnapshotWriter.UNFINISHED))).isFalse();
    }
}

package org.allmende.gateway.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.allmende.etcd.protocol.Authpb;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.api.io.TempDir;

/** What is written is what is read. */
class SnapshotLawsTest {
    @TempDir
    Path dir;

    @Seeds(60)
    void everythingIsReadAsItWasWritten(Seed seed) throws IOException {
        int transactions = seed.between(0, seed.pick(3, 60, 2_000));
        ModelStore store = ModelStore.random(seed, transactions, seed.pick(10, 300, 20_000));
        if (seed.nextBoolean()) {
            store.compact(seed.between(1, (int) store.revision()));
        }
        Content content = withMore(store.content(), seed);
        Path first = dir.resolve("first");
        Path second = dir.resolve("second");
        SnapshotWriter.write(first, content);
        try (SnapshotFile file = SnapshotFile.open(first)) {
            assertThat(Content.of(file)).isEqualTo(content);
            SnapshotWriter.write(second, file);
        }
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    }

    private static Content withMore(Content content, Seed seed) {
        SnapshotState state = content.state();
        return content.at(new SnapshotState(
                        state.revision(),
                        state.compactedRevision(),
                        seed.nextLong(),
                        seed.pick("", "3.4.0"),
                        seed.nextBoolean(),
                        seed.nextLong()))
                .leases(leases(seed))
                .auth(users(seed), roles(seed))
                .members(members(seed), alarms(seed));
    }

    private static List<StoredLease> leases(Seed seed) {
        TreeSet<Long> ids = new TreeSet<>(Long::compareUnsigned);
        for (int i = seed.between(0, 900); i > 0; i--) {
            ids.add(seed.nextLong() | 1);
        }
        return ids.stream()
                .map(id -> new StoredLease(id, seed.between(1, 9_000), seed.pick(0, 1, 500)))
                .toList();
    }

    private static List<Authpb.User> users(Seed seed) {
        return names(seed).stream()
                .map(name -> Authpb.User.newBuilder()
                        .setName(name)
                        .setPassword(ModelStore.bytes(seed.bytes(60)))
                        .addRoles("some")
                        .setOptions(Authpb.UserAddOptions.newBuilder().setNoPassword(seed.nextBoolean()))
                        .build())
                .toList();
    }

    private static List<Authpb.Role> roles(Seed seed) {
        return names(seed).stream()
                .map(name -> Authpb.Role.newBuilder()
                        .setName(name)
                        .addKeyPermission(Authpb.Permission.newBuilder().setKey(ByteString.copyFromUtf8("some")))
                        .build())
                .toList();
    }

    /** Now and then so long that a branch takes many pages. */
    private static List<ByteString> names(Seed seed) {
        int bytesMax = seed.pick(20, 20, 2_000, SnapshotLimits.KEY_BYTES_MAX);
        TreeSet<Bytes> names = new TreeSet<>();
        for (int i = seed.between(0, 60); i > 0; i--) {
            names.add(seed.bytes(seed.between(1, bytesMax)));
        }
        return names.stream().map(ModelStore::bytes).toList();
    }

    private static List<Rpc.Member> members(Seed seed) {
        TreeMap<String, Rpc.Member> members = new TreeMap<>();
        for (int i = seed.between(0, 7); i > 0; i--) {
            long id = seed.nextLong() >>> seed.between(0, 63);
            Rpc.Member.Builder member = Rpc.Member.newBuilder().setID(id).setIsLearner(seed.nextBoolean());
            if (seed.nextBoolean()) {
                member.setName("a \"name\"\n").addPeerURLs("http://127.0.0.1:2380").addClientURLs("http://[::1]:2379");
            }
            members.put(Long.toHexString(id), member.build());
        }
        return new ArrayList<>(members.values());
    }

    private static List<Rpc.AlarmMember> alarms(Seed seed) {
        TreeMap<Bytes, Rpc.AlarmMember> alarms = new TreeMap<>(Comparator.naturalOrder());
        for (int i = seed.between(0, 3); i > 0; i--) {
            Rpc.AlarmMember alarm = Rpc.AlarmMember.newBuilder()
                    .setMemberID(seed.nextLong())
                    .setAlarm(seed.pick(Rpc.AlarmType.NOSPACE, Rpc.AlarmType.CORRUPT))
                    .build();
            alarms.put(Bytes.wrap(alarm.toByteArray()), alarm);
        }
        return new ArrayList<>(alarms.values());
    }
}

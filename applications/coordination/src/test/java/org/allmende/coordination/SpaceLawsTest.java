package org.allmende.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.allmende.coordination.CoordinationOperation.ChangeAlarm;
import org.allmende.coordination.CoordinationOperation.Compact;
import org.allmende.coordination.CoordinationOperation.GrantLease;
import org.allmende.coordination.CoordinationOperation.ReportNoSpace;
import org.allmende.coordination.CoordinationOperation.RevokeLease;
import org.allmende.coordination.CoordinationOperation.SetQuota;
import org.allmende.coordination.CoordinationTables.Version;
import org.allmende.coordination.CoordinationTables.VersionKey;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.KeyCodec;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.encoding.OrderedKeys;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;

/** Whatever was done, the bytes a keyspace says are those of the rows that an engine keeps of it. */
class SpaceLawsTest {
    private static final int VERSIONS_TABLE = 2;
    private static final KeyCodec<VersionKey> KEYS = OrderedKeys.of(VersionKey.class);
    private static final Codec<Version> VERSIONS = Schema.standard().codec(Version.class);

    @Seeds(100)
    void theBytesAreThoseOfAllRowsThereAre(Seed seed) throws MalformedException {
        Scene scene = new Scene();
        for (int round = 0; round < 60; round++) {
            long before = scene.space().bytes();
            boolean within = scene.space().quotaBytes() == 0 || before <= scene.space().quotaBytes();
            CoordinationOperation operation = operation(seed, scene.info().revision());
            scene.apply(Scene.OWNER, operation);
            SpaceAnswer.Found space = scene.space();
            assertThat(space.bytes()).as("after %s", operation).isEqualTo(counted(scene));
            boolean takesLittle = !(operation instanceof SetQuota)
                    && !(operation instanceof CoordinationOperation.DeleteRange)
                    && !(operation instanceof RevokeLease)
                    && !(operation instanceof CoordinationOperation.Txn);
            if (within && takesLittle && space.quotaBytes() > 0 && !endedALease(scene)) {
                assertThat(space.bytes()).as("after %s", operation).isLessThanOrEqualTo(space.quotaBytes());
            }
            if (seed.oneIn(4)) {
                scene.pass(seed.between(1, 2_900));
                assertThat(scene.space().bytes()).isEqualTo(counted(scene));
            }
            if (seed.oneIn(10)) {
                scene = scene.restarted();
            }
        }
    }

    /** Deletions take room and ask for none. */
    private static boolean endedALease(Scene scene) {
        return scene.events().stream().anyMatch(placed -> placed.event() instanceof CoordinationEvent.LeaseExpired);
    }

    private static CoordinationOperation operation(Seed seed, long revision) {
        AnyRequest any = new AnyRequest(seed, revision);
        return switch (seed.between(1, 14)) {
            case 1 -> new Compact(Scene.KEYSPACE, seed.between(1, (int) revision));
            case 2 -> new SetQuota(Scene.KEYSPACE, seed.oneIn(3) ? 0 : seed.between(1, 5_000));
            case 3 -> new ReportNoSpace(Scene.KEYSPACE, 7, Bytes.EMPTY);
            case 4, 5 -> new ChangeAlarm(Scene.KEYSPACE, new Alarm(Alarm.Kind.NO_SPACE, 7), false);
            case 6 -> new GrantLease(Scene.KEYSPACE, any.lease(), 2, Bytes.EMPTY);
            case 7 -> new RevokeLease(Scene.KEYSPACE, any.lease());
            default -> Words.operation(Scene.KEYSPACE, any.operation());
        };
    }

    private static long counted(Scene scene) throws MalformedException {
        long bytes = 0;
        for (Map.Entry<Bytes, Bytes> row : scene.kept(VERSIONS_TABLE).entrySet()) {
            bytes += 64
                    + KEYS.decode(row.getKey()).key().length()
                    + VERSIONS.decode(row.getValue()).value().length();
        }
        return bytes;
    }
}

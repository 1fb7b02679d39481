package org.allmende.consensus.solo;

import static org.allmende.consensus.solo.SoloFixture.NETWORK;
import static org.allmende.consensus.solo.SoloFixture.awaitThat;
import static org.allmende.consensus.solo.SoloFixture.offer;
import static org.allmende.consensus.solo.SoloFixture.recovered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.allmende.ledger.consensus.Health.State;
import org.allmende.ledger.consensus.Round;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What was acknowledged is there after a loss of power at any moment, though nothing is that was not forced. A process
 * that is killed shows none of this: the system writes for it what it left.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class PowerLossTest {
    private static final long A_CHECKPOINT_EACH_ROUND = 1;
    private static final long NO_CHECKPOINT = SoloSettings.CHECKPOINT_LOG_BYTES_MIN;
    private static final List<String> TRANSACTIONS = List.of("a", "b", "c", "d");

    /** More than an engine has from its start to its end. */
    private static final int STEPS_MAX = 200;

    @TempDir
    private Path dir;

    private final List<Moment> moments = new ArrayList<>();
    private final Set<String> acknowledged = new TreeSet<>();
    private int disks;
    private int losses;

    /** What a loss of power would have left at some moment, and what somebody had been told by then. */
    private record Moment(Path left, Set<String> acknowledged) {}

    @ParameterizedTest
    @ValueSource(longs = {A_CHECKPOINT_EACH_ROUND, NO_CHECKPOINT})
    void whatWasAcknowledgedIsThereWheneverThePowerGoes(long checkpointLogBytes) throws IOException {
        ForgetfulDisk disk = disk();
        disk.at(() -> moment(disk));
        write(disk, disk, checkpointLogBytes);
        assertThat(acknowledged).containsExactlyInAnyOrderElementsOf(TRANSACTIONS);
        assertNothingAcknowledgedIsLost(checkpointLogBytes);
    }

    /** What it had not forced is still there for the next process, which tells others of it. */
    @ParameterizedTest
    @ValueSource(longs = {A_CHECKPOINT_EACH_ROUND, NO_CHECKPOINT})
    void thatHoldsForAProcessTooThatFollowsOneThatWasKilled(long checkpointLogBytes) throws IOException {
        for (int killedAt = 0; killedAt < STEPS_MAX; killedAt++) {
            ForgetfulDisk disk = disk();
            acknowledged.clear();
            int[] left = {killedAt};
            disk.at(() -> {
                if (left[0]-- <= 0) {
                    throw new IOException("killed");
                }
            });
            write(disk, disk, checkpointLogBytes);
            if (left[0] >= 0) {
                assertThat(killedAt).isGreaterThan(TRANSACTIONS.size());
                return;
            }
            disk.at(() -> {});
            write(disk, disk, checkpointLogBytes);
            assertNothingAcknowledgedIsLost(checkpointLogBytes);
        }
        throw new AssertionError("more than " + STEPS_MAX + " steps");
    }

    @Test
    void thisTestSeesAnEngineThatForcesNoBytes() throws IOException {
        ForgetfulDisk disk = disk();
        write(
                new Disk() {
                    @Override
                    public void force(FileChannel channel, Path file) {
                        // Only the names are made last.
                    }

                    @Override
                    public void forceFolder(Path folder) throws IOException {
                        disk.forceFolder(folder);
                    }
                },
                disk,
                NO_CHECKPOINT);
        assertThatThrownBy(() -> assertNothingAcknowledgedIsLost(NO_CHECKPOINT)).isNotNull();
    }

    @Test
    void thisTestSeesAnEngineThatForcesNoNames() throws IOException {
        ForgetfulDisk disk = disk();
        write(
                new Disk() {
                    @Override
                    public void force(FileChannel channel, Path file) throws IOException {
                        disk.force(channel, file);
                    }

                    @Override
                    public void forceFolder(Path folder) {
                        // Only the bytes are made last.
                    }
                },
                disk,
                NO_CHECKPOINT);
        assertThatThrownBy(() -> assertNothingAcknowledgedIsLost(NO_CHECKPOINT)).isNotNull();
    }

    private ForgetfulDisk disk() throws IOException {
        int number = disks++;
        return new ForgetfulDisk(root(number), dir.resolve("held-" + number));
    }

    private Path root(int number) {
        return dir.resolve("disk-" + number);
    }

    private static Path folder(Path root) {
        return root.resolve("made").resolve("by the engine");
    }

    /** Runs an engine on the newest disk until it has written all, or is killed. */
    private void write(Disk used, ForgetfulDisk disk, long checkpointLogBytes) {
        SoloSettings settings =
                SoloSettings.in(folder(root(disks - 1)), NETWORK).withCheckpointLogBytes(checkpointLogBytes);
        TreeMapMachine machine = TreeMapMachine.quiet().before(round -> acknowledge(round, disk));
        try (SoloConsensus engine = new SoloConsensus(settings, used)) {
            engine.start(machine);
            acknowledged.addAll(machine.applied().keySet());
            moment(disk);
            for (String each : TRANSACTIONS) {
                engine.submit(offer(each));
                awaitThat(() -> machine.applied().containsKey(each)
                        || engine.health().state() == State.HALTED);
            }
        } catch (IOException e) {
            assertThat(e).hasMessage("killed");
        }
    }

    /** A round is applied: who reads from now on is told of it. */
    private void acknowledge(Round round, ForgetfulDisk disk) {
        round.transactions().forEach(brought -> acknowledged.add(brought.transaction().toText()));
        try {
            moment(disk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void moment(ForgetfulDisk disk) throws IOException {
        for (boolean namesFirst : List.of(true, false)) {
            Path left = dir.resolve("left-" + losses++);
            disk.loseTo(left, namesFirst);
            moments.add(new Moment(left, Set.copyOf(acknowledged)));
        }
    }

    private void assertNothingAcknowledgedIsLost(long checkpointLogBytes) throws IOException {
        for (Moment each : moments) {
            SoloSettings settings = SoloSettings.in(folder(each.left()), NETWORK)
                    .withCheckpointLogBytes(checkpointLogBytes);
            assertThat(recovered(settings).keySet()).as("%s", each.left()).containsAll(each.acknowledged());
        }
        moments.clear();
    }
}

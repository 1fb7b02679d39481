package org.allmende.consensus.solo;

import static org.allmende.consensus.solo.SoloFixture.NETWORK;
import static org.allmende.consensus.solo.SoloFixture.contents;
import static org.allmende.consensus.solo.SoloFixture.encoded;
import static org.allmende.consensus.solo.SoloFixture.file;
import static org.allmende.consensus.solo.SoloFixture.fill;
import static org.allmende.consensus.solo.SoloFixture.flipped;
import static org.allmende.consensus.solo.SoloFixture.frameBounds;
import static org.allmende.consensus.solo.SoloFixture.recovered;
import static org.allmende.consensus.solo.SoloFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that ends while it writes a round leaves a part of it, or anything in its place: nothing else is lost. */
class TornTailTest {
    @TempDir
    Path dir;

    private String name = "";
    private Bytes segment = Bytes.EMPTY;
    private int lastFrame;

    @BeforeEach
    void threeRounds() throws IOException {
        SoloSettings settings = SoloSettings.in(dir.resolve("origin"), NETWORK);
        write(settings, "first", "second", "third");
        Map<String, Bytes> files = contents(settings.dir());
        assertThat(files).hasSize(1);
        name = files.keySet().iterator().next();
        segment = file(files, name);
        int[] bounds = frameBounds(segment);
        lastFrame = bounds[2];
    }

    @Test
    void cutAtAnyByteOfTheLastRound() throws IOException {
        for (int end = lastFrame; end < segment.length(); end++) {
            assertGoesOnWithoutTheThird("cut at " + end, segment.slice(0, end));
        }
    }

    @Test
    void aByteOfTheLastRoundNeverReachedTheDisk() throws IOException {
        for (int at = lastFrame; at < segment.length(); at++) {
            assertGoesOnWithoutTheThird("not written: " + at, flipped(segment, at));
        }
    }

    @Test
    void zeroesFromAnyByteOfTheLastRoundOn() throws IOException {
        for (int from = lastFrame; from < segment.length() - 1; from += 7) {
            byte[] zeroed = Arrays.copyOf(segment.toArray(), segment.length() + 4_096);
            Arrays.fill(zeroed, from, zeroed.length, (byte) 0);
            assertGoesOnWithoutTheThird("zeroes from " + from, Bytes.wrap(zeroed));
        }
    }

    @Test
    void aWholeLastRoundStaysThoughNobodyWasToldOfIt() throws IOException {
        SoloSettings settings = settingsWith("whole", segment);
        assertThat(recovered(settings)).containsOnlyKeys("first", "second", "third");
    }

    @Test
    void aTransactionThatLooksLikeALaterRoundIsNotTakenForOne() throws IOException {
        long mark = ByteBuffer.wrap(segment.toArray()).getLong(48);
        Frame forged = new Frame(5, 1, List.of(Bytes.utf8("forged")));
        Frame carrier = new Frame(4, 1, List.of(encoded(forged, mark + 1)));
        Bytes written = encoded(carrier, mark);
        Bytes torn = segment.concat(written.slice(0, written.length() - 1));
        assertThat(recovered(settingsWith("forged", torn))).containsOnlyKeys("first", "second", "third");
    }

    private void assertGoesOnWithoutTheThird(String what, Bytes torn) throws IOException {
        SoloSettings settings = settingsWith(what, torn);
        assertThat(recovered(settings)).as(what).containsOnlyKeys("first", "second");
        write(settings, "next");
        assertThat(recovered(settings)).as(what).containsOnlyKeys("first", "second", "next");
    }

    private SoloSettings settingsWith(String folder, Bytes log) {
        Path place = dir.resolve(folder);
        fill(place, Map.of(name, log));
        return SoloSettings.in(place, NETWORK);
    }
}

package org.allmende.consensus.solo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What makes written things last. A killed process leaves behind whatever it wrote, forced or not, so that only a disk
 * of its own shows a test what a loss of power leaves.
 */
interface Disk {
    Disk REAL = new Disk() {
        @Override
        public void force(FileChannel channel, Path file) throws IOException {
            channel.force(false);
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    };

    /** The bytes of {@code file}, and how many they are, survive a loss of power when this returns. */
    void force(FileChannel channel, Path file) throws IOException;

    /** What was created, renamed or removed in {@code folder} survives a loss of power when this returns. */
    void forceFolder(Path folder) throws IOException;
}

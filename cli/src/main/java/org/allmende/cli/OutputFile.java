package org.allmende.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.allmende.node.Refusal;

/**
 * A file that a long run writes at its end. Whether it can be written is seen before the run begins, and it is there whole
 * or not at all; what stands there already is replaced.
 *
 * @param path where; what is not a file, as /dev/stdout, is written to as it is
 */
record OutputFile(Path path) {
    /** @throws Refusal when nothing can be written there */
    void requireWritable() throws Refusal {
        if (Files.isDirectory(path)) {
            throw new Refusal("cannot write " + path + ": it is a folder", "name a file in it");
        }
        if (isNoFile()) {
            return;
        }
        try {
            Files.delete(beside());
        } catch (IOException e) {
            throw refused(e, "name a file in a folder that is there and that you may write to");
        }
    }

    /** @throws Refusal when it cannot be written after all */
    void write(String content) throws Refusal {
        try {
            if (isNoFile()) {
                Files.writeString(path, content);
                return;
            }
            Path whole = beside();
            try {
                Files.writeString(whole, content);
                Files.move(whole, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException e) {
            throw refused(e, "keep what is shown above, and see whether the disk is full");
        }
    }

    private boolean isNoFile() {
        return Files.exists(path) && !Files.isRegularFile(path);
    }

    /** A new file beside it, readable for whom new files are, as the one it may become. */
    private Path beside() throws IOException {
        Path absolute = path.toAbsolutePath();
        return Files.createFile(absolute.resolveSibling(
                "." + absolute.getFileName() + "-" + ProcessHandle.current().pid() + ".part"));
    }

    private Refusal refused(IOException e, String advice) {
        return new Refusal("cannot write " + path + ": " + e, advice, e);
    }
}

package org.allmende.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.allmende.node.Refusal;

/** A file that is made when a verb has done its work: what stands in its way is said before the work begins. */
final class NewFile {
    private NewFile() {}

    /**
     * For one that is new.
     *
     * @throws Refusal when it is there, or cannot be
     */
    static void requireNew(Path file) throws Refusal {
        if (Files.exists(file)) {
            throw new Refusal(file + " exists already", "name another file, or take that one away");
        }
        requirePossible(file);
    }

    private static void requirePossible(Path file) throws Refusal {
        Path folder = file.toAbsolutePath().getParent();
        boolean possible = Files.exists(file)
                ? !Files.isDirectory(file) && Files.isWritable(file)
                : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
        if (!possible) {
            throw new Refusal("there can be no file " + file, "name one in a folder that exists and may be written to");
        }
    }

    /**
     * For one whose folders are made when it is written.
     *
     * @throws Refusal when none can be made for it
     */
    static void requireFolderPossible(Path file) throws Refusal {
        Path folder = file.toAbsolutePath().normalize().getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new Refusal(
                    "there can be no file " + file + ": " + folder + " is no folder that this user may write to",
                    "name one in a folder that is there, or can be made");
        }
    }
}

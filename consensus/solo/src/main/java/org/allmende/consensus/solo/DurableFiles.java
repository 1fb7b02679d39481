package org.allmende.consensus.solo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that are there wholly or not at all, whenever the power goes. */
final class DurableFiles {
    static final String UNFINISHED = ".unfinished";

    private static final Pattern NUMBERED = Pattern.compile("[a-z]+-(\\d{20})\\.[a-z]+");

    interface Body {
        /** {@code out} does not buffer, and is closed by who gives it. */
        void writeTo(OutputStream out) throws IOException;
    }

    private DurableFiles() {}

    /** Writes beside the place, forces, renames, forces the folder: in this order, or a crash leaves half a file. */
    static void write(Disk disk, Path file, Body body) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try (FileChannel channel = FileChannel.open(
                        unfinished,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
                OutputStream out = Channels.newOutputStream(channel)) {
            body.writeTo(out);
            disk.force(channel, unfinished);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        forceFolder(disk, file);
    }

    /** Makes what was created, renamed or removed beside {@code file} last. */
    static void forceFolder(Disk disk, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            disk.forceFolder(folder);
        }
    }

    /**
     * Makes it last that {@code dir} is there, and every folder above it: whoever made them may have been killed before
     * they were forced. One that may not be read was made by somebody else.
     */
    static void forceFoldersAbove(Disk disk, Path dir) throws IOException {
        for (Path each = dir.toAbsolutePath().normalize().getParent(); each != null; each = each.getParent()) {
            if (Files.isReadable(each)) {
                disk.forceFolder(each);
            }
        }
    }

    /** A name that sorts by its number. */
    static String numbered(String what, long number, String ending) {
        return "%s-%020d%s".formatted(what, number, ending);
    }

    /** @throws DamagedException when the name is not one that {@link #numbered} made */
    static long numberOf(Path file) throws DamagedException {
        Matcher name = NUMBERED.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new DamagedException(file, "its name is none that this engine gives");
        }
        return Long.parseLong(name.group(1));
    }

    /** The files of a folder with this ending, by name. */
    static List<Path> endingWith(Path dir, String ending) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "*" + ending)) {
            files.forEach(found::add);
        }
        found.sort(null);
        return found;
    }
}

package org.allmende.consensus.solo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allmende.ledger.encoding.Bytes;

/**
 * A folder of real files that knows what of them a loss of power would leave: the bytes a file had when it was last
 * forced, under the names its folder had when that was.
 */
final class ForgetfulDisk implements Disk {
    /** A name that leads to a folder. */
    private static final Object FOLDER = new Object();

    private final Path root;
    private final Path held;
    private final Map<Path, Map<String, Object>> names = new HashMap<>();
    private final Map<Object, Bytes> contents = new HashMap<>();
    private Step step = () -> {};

    /** Called before and after anything is made last; what it throws the engine meets at that point. */
    interface Step {
        void happens() throws IOException;
    }

    /**
     * @param root is there for good
     * @param held where nothing is yet: each file has a second name there, or another would get its number when it was
     *     removed, and what is known of it
     */
    ForgetfulDisk(Path root, Path held) throws IOException {
        this.root = Files.createDirectories(root);
        this.held = Files.createDirectories(held);
    }

    synchronized void at(Step each) {
        step = each;
    }

    @Override
    public synchronized void force(FileChannel channel, Path file) throws IOException {
        step.happens();
        contents.put(number(file), Bytes.wrap(Files.readAllBytes(file)));
        step.happens();
    }

    @Override
    public synchronized void forceFolder(Path folder) throws IOException {
        if (folder.startsWith(root)) {
            step.happens();
            names.put(folder, namesIn(folder));
            step.happens();
        }
    }

    /**
     * Leaves in {@code target} what a loss of power would leave now.
     *
     * @param namesFirst whether names reach the disk by themselves, as they do on many file systems before the bytes
     *     they lead to; else only when forced
     */
    synchronized void loseTo(Path target, boolean namesFirst) throws IOException {
        lose(root, target, namesFirst);
    }

    private void lose(Path folder, Path target, boolean namesFirst) throws IOException {
        Files.createDirectories(target);
        Map<String, Object> left = namesFirst ? namesIn(folder) : names.getOrDefault(folder, Map.of());
        for (Map.Entry<String, Object> each : left.entrySet()) {
            Path lost = target.resolve(each.getKey());
            if (each.getValue() == FOLDER) {
                lose(folder.resolve(each.getKey()), lost, namesFirst);
            } else {
                Files.write(lost, contents.getOrDefault(each.getValue(), Bytes.EMPTY).toArray());
            }
        }
    }

    private Map<String, Object> namesIn(Path folder) throws IOException {
        Map<String, Object> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                found.put(file.getFileName().toString(), Files.isDirectory(file) ? FOLDER : number(file));
            }
        }
        return found;
    }

    /** Of the file itself, whatever its name. */
    private Object number(Path file) throws IOException {
        Object number = Objects.requireNonNull(
                Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        Path second = held.resolve(number.toString().replaceAll("\\W", "-"));
        if (!Files.exists(second)) {
            Files.createLink(second, file);
        }
        return number;
    }
}

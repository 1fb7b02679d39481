package org.allmende.drills.patroni;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.allmende.node.Refusal;

/**
 * Patroni and PostgreSQL as Debian installs them.
 *
 * @param patroni the program
 * @param folder of PostgreSQL's programs, of the newest version there is
 * @param as the words that run a program as somebody else, for PostgreSQL refuses to be run by root; empty: as whoever
 *     runs this
 */
record PostgresPrograms(Path patroni, Path folder, List<String> as) {
    private static final String SERVANT = "postgres";
    private static final List<String> NEEDED = List.of("initdb", "postgres", "pg_basebackup", "pg_rewind", "psql");

    PostgresPrograms {
        as = List.copyOf(as);
    }

    /** @throws Refusal when something is missing, with what to install */
    static PostgresPrograms find() throws Refusal, IOException {
        return find(
                System.getenv().getOrDefault("PATH", ""),
                Path.of("/usr/lib/postgresql"),
                System.getProperty("user.name").equals("root"));
    }

    /**
     * @param path folders, between colons
     * @param versions a folder with one of each version of PostgreSQL
     */
    static PostgresPrograms find(String path, Path versions, boolean root) throws Refusal, IOException {
        Path patroni = Arrays.stream(path.split(":"))
                .map(folder -> Path.of(folder, "patroni"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> missing("no program 'patroni'"));
        if (!Files.isDirectory(versions)) {
            throw missing("no PostgreSQL in " + versions);
        }
        try (Stream<Path> each = Files.list(versions)) {
            Path folder = each.map(version -> version.resolve("bin"))
                    .filter(bin -> NEEDED.stream().allMatch(program -> Files.isExecutable(bin.resolve(program))))
                    .max(Comparator.comparingInt(PostgresPrograms::version))
                    .orElseThrow(() -> missing("no whole PostgreSQL in " + versions));
            return new PostgresPrograms(
                    patroni,
                    folder,
                    root
                            ? List.of("setpriv", "--reuid=" + SERVANT, "--regid=" + SERVANT, "--init-groups")
                            : List.of());
        }
    }

    private static Refusal missing(String what) {
        return new Refusal(
                "this drill needs Debian's Patroni and PostgreSQL, and here is " + what,
                "apt install patroni postgresql");
    }

    private static int version(Path bin) {
        String digits = bin.getName(bin.getNameCount() - 2).toString().replaceAll("\\D.*", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    /** Runs as who may run PostgreSQL, with nothing in its surroundings that speaks to Patroni or PostgreSQL. */
    ProcessBuilder process(List<String> words) {
        List<String> line = new ArrayList<>(as);
        line.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().keySet().removeIf(name -> name.startsWith("PATRONI") || name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder;
    }

    String program(String name) {
        return folder.resolve(name).toString();
    }

    /**
     * Makes a folder that belongs to who runs PostgreSQL.
     *
     * @throws Refusal when that user cannot get there
     */
    void makeFolder(Path made) throws Refusal, IOException, InterruptedException {
        Files.createDirectories(made);
        if (as.isEmpty()) {
            return;
        }
        Path parent = made.toAbsolutePath().getParent();
        if (parent != null) {
            // A drill's folder is its owner's alone; the other user has to pass.
            Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx--x--x"));
        }
        Files.setOwner(made, made.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(SERVANT));
        Process test = process(List.of("test", "-w", made.toString())).start();
        if (test.waitFor() != 0) {
            throw new Refusal(
                    "PostgreSQL refuses to be run by root, and the user " + SERVANT + " cannot get to " + made,
                    "give a folder that everybody may pass to, such as --dir /tmp/drill, or run this as another user");
        }
    }
}

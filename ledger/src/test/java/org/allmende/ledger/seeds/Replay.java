package org.allmende.ledger.seeds;

import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.AssertionFailedError;

/** The command, typed in the folder of the whole project, that runs one test again. */
public final class Replay {
    private Replay() {}

    /** Of a test that failed with a seed. */
    static AssertionFailedError failed(String test, long seed, Throwable failure) {
        return new AssertionFailedError(
                "seed " + seed + " failed; replay it with\n  " + command(test, "-Dseed=" + seed) + "\n" + failure,
                failure);
    }

    /**
     * @param test class, or class and method with a hash between
     * @param properties for instance {@code -Dseed=5}
     */
    public static String command(String test, String properties) {
        Path module = Path.of("").toAbsolutePath();
        Path root = module;
        for (Path above = module; above != null; above = above.getParent()) {
            root = Files.exists(above.resolve("pom.xml")) ? above : root;
        }
        String only = root.equals(module) ? "" : " -pl " + root.relativize(module) + " -am";
        return "mvn" + only + " test -Dtest='" + test + "' " + properties + " -Dsurefire.failIfNoSpecifiedTests=false";
    }
}

package org.allmende.consensus.hashgraph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Keys and certificates of the nodes of a test network, as files of one folder. */
final class TestKeys {
    private TestKeys() {}

    static void write(Path folder, int nodes) throws IOException {
        Files.createDirectories(folder);
        SecureRandom random = new SecureRandom();
        for (int number = 0; number < nodes; number++) {
            GossipKeys keys = GossipKeys.generate(random);
            keys.writeTo(folder.resolve(number + ".p12"));
            Files.write(folder.resolve(number + ".crt"), keys.certificate().toArray());
        }
    }

    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    }
}

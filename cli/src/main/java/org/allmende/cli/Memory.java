package org.allmende.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.allmende.node.Engine;
import org.allmende.node.Refusal;

/** Whether the machine has memory for the nodes that are to start, as far as its system tells. */
final class Memory {
    private static final Path SYSTEM = Path.of("/proc/meminfo");

    private Memory() {}

    static void requireFor(int nodes, Engine engine) throws Refusal {
        try {
            List<String> lines = Files.isReadable(SYSTEM) ? Files.readAllLines(SYSTEM) : List.of();
            require(available(lines), nodes, engine);
        } catch (IOException e) {
            // A check that cannot be made forbids nothing: the node itself says when memory runs out.
            return;
        }
    }

    static void require(OptionalLong availableMegabytes, int nodes, Engine engine) throws Refusal {
        long needed = (long) nodes * engine.memoryMegabytes();
        if (availableMegabytes.isPresent() && availableMegabytes.getAsLong() < needed) {
            throw new Refusal(
                    "too little memory: %d %s nodes need %,d MB free and the machine has %,d MB; nothing was started"
                            .formatted(nodes, engine.word(), needed, availableMegabytes.getAsLong()),
                    "end other programs, or try the single node of --engine solo ("
                            + Engine.SOLO.memoryMegabytes() + " MB)");
        }
    }

    /** What programs can take without the system swapping, in megabytes, from the lines of {@code /proc/meminfo}. */
    static OptionalLong available(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst();
    }
}

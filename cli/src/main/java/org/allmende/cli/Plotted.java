package org.allmende.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is common to benchmarks that can be shown as a picture. */
final class Plotted {
    @Option(names = "--plot", paramLabel = "FILE", description = "Draw the figures there, as SVG.")
    private @Nullable Path file;

    void write(Supplier<String> svg) throws IOException {
        if (file != null) {
            Files.writeString(file, svg.get());
        }
    }
}

package org.allmende.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is common to benchmarks that can be shown as a picture. */
final class Plotted {
    @Option(names = "--plot", paramLabel = "FILE", description = "Draw the figures there, as SVG.")
    private @Nullable Path file;

    Optional<OutputFile> file() {
        return Optional.ofNullable(file).map(OutputFile::new);
    }
}

package org.allmende.drills.etcd;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code etcdctl check perf}: writes of a kilobyte for a minute, at a pace that it sets.
 *
 * @param writesPerSecond it counted
 * @param slowestSeconds of a write
 * @param errors whether any write failed
 */
record PerfCheck(double writesPerSecond, double slowestSeconds, boolean errors) {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Pattern THROUGHPUT = Pattern.compile("Throughput [^\\n]*?([0-9.]+) writes/s");
    private static final Pattern SLOWEST = Pattern.compile("Slowest request took[^\\n]*?([0-9.]+)s");

    static PerfCheck run(Path folder, List<String> endpoints, String load) throws IOException, InterruptedException {
        String said = Etcdctl.run(
                        folder, LIMIT, "--endpoints", String.join(",", endpoints), "check", "perf", "--load", load)
                .output();
        return of(said).orElseThrow(() -> new IOException("etcdctl check perf did not come to a figure: "
                + said.substring(Math.max(0, said.length() - 500))));
    }

    static Optional<PerfCheck> of(String said) {
        Matcher throughput = THROUGHPUT.matcher(said);
        Matcher slowest = SLOWEST.matcher(said);
        return throughput.find() && slowest.find()
                ? Optional.of(new PerfCheck(
                        Double.parseDouble(throughput.group(1)),
                        Double.parseDouble(slowest.group(1)),
                        said.contains("too many errors")))
                : Optional.empty();
    }
}

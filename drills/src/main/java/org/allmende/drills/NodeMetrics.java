package org.allmende.drills;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

/** What nodes tell of themselves to whoever measures them. */
public final class NodeMetrics {
    private static final String ORDERING_MEDIAN = "allmende_ordering_seconds{quantile=\"0.5\"}";

    private NodeMetrics() {}

    /**
     * The value of a metric of a node, not a number where it tells so.
     *
     * @param name with its labels, as it stands on its line
     * @throws IOException when the node cannot be asked, or has no such metric
     */
    public static double read(HttpClient http, URI node, String name) throws IOException, InterruptedException {
        String text = http.send(
                        HttpRequest.newBuilder(node.resolve("/metrics")).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return value(text, name)
                .orElseThrow(() -> new IOException(node + " does not tell " + name + "; its metrics: " + text));
    }

    /**
     * The engine's own median of late, in ms: from its accepting a transaction to the round that brings it; the mean over
     * the nodes that were given any.
     *
     * @throws IOException when none has been
     */
    public static double engineMedianMillis(List<URI> nodes) throws IOException, InterruptedException {
        double sum = 0;
        int timed = 0;
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (URI node : nodes) {
                double seconds = read(http, node, ORDERING_MEDIAN);
                if (!Double.isNaN(seconds)) {
                    sum += seconds * 1_000;
                    timed++;
                }
            }
        }
        if (timed == 0) {
            throw new IOException("no node has timed its engine: nothing was written through any of " + nodes);
        }
        return sum / timed;
    }

    static Optional<Double> value(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> Double.valueOf(line.substring(name.length() + 1).strip().split(" ")[0]))
                .findFirst();
    }
}

package org.allmende.drills;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

/** What nodes tell of themselves to whoever measures them. */
final class NodeMetrics {
    private NodeMetrics() {}

    /**
     * The value of a metric of a node, not a number where it tells so.
     *
     * @param name with its labels, as it stands on its line
     * @throws IOException when the node cannot be asked, or has no such metric
     */
    static double read(HttpClient http, URI node, String name) throws IOException, InterruptedException {
        String text = http.send(
                        HttpRequest.newBuilder(node.resolve("/metrics")).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return value(text, name)
                .orElseThrow(() -> new IOException(node + " does not tell " + name + "; its metrics: " + text));
    }

    static Optional<Double> value(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> Double.valueOf(line.substring(name.length() + 1).strip().split(" ")[0]))
                .findFirst();
    }
}

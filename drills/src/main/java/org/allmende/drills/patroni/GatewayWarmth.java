package org.allmende.drills.patroni;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.allmende.drills.Rehearsed;

/** Writes through gateways for clients of etcd, until each is as fast as those clients expect. */
final class GatewayWarmth {
    /** Patroni waits two and a half seconds for an answer where it knows four gateways, and goes to the next. */
    private static final Duration FAST = Duration.ofSeconds(1);

    private static final int IN_A_ROW = 20;
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

    /** A key and a value, in base 64. */
    private static final String PUT = "{\"key\": \"d2FybXRo\", \"value\": \"d2FybQ==\"}";

    private GatewayWarmth() {}

    /** Returns when each of them has answered twenty writes in a row within a second. */
    static void await(List<String> gateways) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Rehearsed.PATIENCE.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String gateway : gateways) {
                HttpRequest put = HttpRequest.newBuilder(URI.create("http://" + gateway + "/v3/kv/put"))
                        .timeout(ANSWERS_WITHIN)
                        .POST(HttpRequest.BodyPublishers.ofString(PUT))
                        .build();
                for (int fast = 0; fast < IN_A_ROW; ) {
                    long from = System.nanoTime();
                    int code = client.send(put, HttpResponse.BodyHandlers.ofString()).statusCode();
                    fast = code == 200 && System.nanoTime() - from < FAST.toNanos() ? fast + 1 : 0;
                    if (System.nanoTime() > deadline) {
                        throw new IOException("the gateway at " + gateway + " does not answer each write within "
                                + FAST.toSeconds() + " s: run this on a machine that has less to do");
                    }
                }
            }
        }
    }
}

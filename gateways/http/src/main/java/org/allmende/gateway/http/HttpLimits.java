package org.allmende.gateway.http;

import org.allmende.ledger.Limits;

/**
 * What one peer, and all of them together, may take of this gateway. All are inclusive.
 *
 * @param bodyBytesMax bytes of a request's body
 * @param targetBytesMax bytes of a request's first line: method, path and query
 * @param headerBytesMax bytes of a request's header lines together
 * @param connectionsMax connections at once; further ones wait to be accepted
 * @param streamsMax event streams and watches at once
 * @param waitMillisMax the longest a request may ask to wait for a receipt
 * @param barrierMillisMax how long a linearizable read waits for its barrier
 * @param heartbeatMillis a quiet stream gets a comment line this often, which finds peers that are gone
 * @param receiveMillisMax how long a peer may take to send its headers, and again its body
 * @param sendMillisMax how long a peer may take to accept 64 KiB of an answer or a stream
 * @param idleMillisMax how long a connection may be open without a request
 * @param largeAnswerBytesMax memory for large answers and messages at once; a single one may be larger, alone
 */
public record HttpLimits(
        int bodyBytesMax,
        int targetBytesMax,
        int headerBytesMax,
        int connectionsMax,
        int streamsMax,
        long waitMillisMax,
        long barrierMillisMax,
        long heartbeatMillis,
        long receiveMillisMax,
        long sendMillisMax,
        long idleMillisMax,
        int largeAnswerBytesMax) {
    public static final HttpLimits DEFAULT = new HttpLimits(
            Limits.SIGNED_TRANSACTION_BYTES_MAX,
            32 * 1024,
            16 * 1024,
            1_024,
            128,
            30_000,
            10_000,
            5_000,
            30_000,
            10_000,
            60_000,
            64 * 1024 * 1024);

    public HttpLimits {
        if (bodyBytesMax < 1
                || targetBytesMax < 256
                || headerBytesMax < 1_024
                || connectionsMax < 1
                || streamsMax < 0
                || largeAnswerBytesMax < 1) {
            throw new IllegalArgumentException("an HTTP limit is too small to serve anything: body, connections and "
                    + "large answers at least 1, first line 256, headers 1024 bytes");
        }
        if (waitMillisMax < 0
                || barrierMillisMax < 1
                || heartbeatMillis < 1
                || receiveMillisMax < 1
                || sendMillisMax < 1
                || idleMillisMax < 1) {
            throw new IllegalArgumentException("the times of the HTTP gateway are milliseconds and positive");
        }
    }
}

package org.allmende.gateway.etcd.http;

/**
 * What one peer, and all of them together, may take of the port. All are inclusive.
 *
 * @param targetBytesMax bytes of a request's first line: method, path and query
 * @param headerBytesMax bytes of a request's header lines together
 * @param bodyBytesMax bytes of a body, or of one message of a stream of them
 * @param connectionsMax connections at once that speak HTTP/1.1
 * @param receiveMillisMax how long a peer may take to begin: to agree on TLS, to send its first headers; and again
 *     for a
 *     body that is not a stream
 * @param idleMillisMax how long a connection may be open without a next request
 * @param sendMillisMax how long a peer may accept nothing of an answer
 */
public record HttpLimits(
        int targetBytesMax,
        int headerBytesMax,
        int bodyBytesMax,
        int connectionsMax,
        long receiveMillisMax,
        long idleMillisMax,
        long sendMillisMax) {
    /** A body may be twice as long as gRPC's messages: Base64 takes a third more, and JSON has names. */
    public static final HttpLimits DEFAULT =
            new HttpLimits(8 * 1024, 32 * 1024, 4 * 1024 * 1024, 1_024, 30_000, 60_000, 10_000);

    public HttpLimits {
        if (targetBytesMax < 256 || headerBytesMax < 1_024 || bodyBytesMax < 1 || connectionsMax < 0) {
            throw new IllegalArgumentException("an HTTP limit is too small to serve anything: a first line needs 256"
                    + " bytes, headers 1024, a body 1");
        }
        if (receiveMillisMax < 1 || idleMillisMax < 1 || sendMillisMax < 1) {
            throw new IllegalArgumentException("HTTP's limits of time are milliseconds, at least 1");
        }
    }
}

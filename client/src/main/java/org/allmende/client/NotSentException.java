package org.allmende.client;

import java.io.IOException;
import java.net.URI;

/** No connection came about: the node has seen nothing of the request. */
final class NotSentException extends IOException {
    private static final long serialVersionUID = 1L;

    NotSentException(URI node, IOException why) {
        super("cannot connect to " + node + ": " + why.getMessage(), why);
    }
}

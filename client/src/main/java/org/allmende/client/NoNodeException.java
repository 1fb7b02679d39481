package org.allmende.client;

import java.io.IOException;

/** No node could be used: which were tried, what each said, and what to do. */
public final class NoNodeException extends IOException {
    private static final long serialVersionUID = 1L;

    NoNodeException(String message, Throwable cause) {
        super(message, cause);
    }
}

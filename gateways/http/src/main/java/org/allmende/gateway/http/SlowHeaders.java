package org.allmende.gateway.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

/**
 * Gives up a peer that sends its first line and then takes for ever with its headers. (One that does not even finish
 * the first line is idle, and is closed as such.) Both calls come from the connection's own thread.
 */
final class SlowHeaders implements Http1ConnectionListener {
    private final Deadlines deadlines;
    private final long receiveMillisMax;

    SlowHeaders(Deadlines deadlines, long receiveMillisMax) {
        this.deadlines = deadlines;
        this.receiveMillisMax = receiveMillisMax;
    }

    @Override
    public void prologue(ConnectionContext context, HttpPrologue prologue) {
        deadlines.begin(receiveMillisMax);
    }

    @Override
    public void headers(ConnectionContext context, Headers headers) {
        deadlines.end();
    }

    @Override
    public void data(ConnectionContext context, byte[] data, int position, int length) {}

    @Override
    public void data(ConnectionContext context, BufferData data) {}
}

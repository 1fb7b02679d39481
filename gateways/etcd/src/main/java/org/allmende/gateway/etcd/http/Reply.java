package org.allmende.gateway.etcd.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.allmende.gateway.etcd.http.Request.Header;
import org.allmende.ledger.encoding.Bytes;

/** An answer that is complete. */
public record Reply(int status, List<Header> headers, Bytes body) {
    public static final String TEXT = "text/plain; charset=utf-8";
    public static final String JSON = "application/json";

    public Reply {
        headers = List.copyOf(headers);
    }

    public static Reply of(int status, String contentType, String body) {
        return new Reply(
                status,
                List.of(new Header("Content-Type", contentType)),
                Bytes.wrap(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** In plain text that no browser may take for anything else, as Go says errors. */
    public static Reply error(int status, String text) {
        return of(status, TEXT, text + "\n").with("X-Content-Type-Options", "nosniff");
    }

    public Reply with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Reply(status, more, body);
    }
}

package org.allmende.client;

import java.io.IOException;
import java.util.Map;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.MalformedException;

/** What a node answered. */
record HttpReply(int status, Bytes body) {
    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** @throws IOException when the node sent something else: it is of no use */
    <T> T decode(Codec<T> codec) throws IOException {
        try {
            return codec.decode(body);
        } catch (MalformedException e) {
            throw new IOException("the node's answer cannot be read: " + e.getMessage(), e);
        }
    }

    /** The problem document (RFC 9457) of an answer that is none; without one, the status has to do. */
    RefusedException refusal() {
        Map<String, String> problem = JsonStrings.members(body.toText());
        String reason = problem.getOrDefault("reason", "HTTP_" + status);
        String detail = problem.getOrDefault("detail", "the node answered with HTTP status " + status);
        String advice = problem.getOrDefault("advice", "ask another node, or the node's operator");
        return new RefusedException(status, reason, detail, advice);
    }
}

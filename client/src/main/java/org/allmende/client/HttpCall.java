package org.allmende.client;

import org.allmende.ledger.encoding.Bytes;

/**
 * One request.
 *
 * @param target path and query, already encoded
 * @param accept the type the answer shall have
 * @param body of a POST; empty otherwise
 */
record HttpCall(String method, String target, String accept, Bytes body) {
    static final String BORSH = "application/x-borsh";
    static final String EVENTS = "text/event-stream";

    static HttpCall get(String target) {
        return new HttpCall("GET", target, BORSH, Bytes.EMPTY);
    }

    static HttpCall post(String target, Bytes body) {
        return new HttpCall("POST", target, BORSH, body);
    }

    static HttpCall events(String target) {
        return new HttpCall("GET", target, EVENTS, Bytes.EMPTY);
    }
}

package org.allmende.gateway.http;

import org.allmende.ledger.port.Admission;

/**
 * Why a request was refused: its name, its status, and what to do. Part of the API, and listed in the reference of
 * the HTTP gateway. The first eleven say what the node said of a transaction.
 */
enum Refusal {
    TOO_LARGE(413, "The body is too large", "send fewer groups, or larger values in parts"),
    MALFORMED(400, "The body is not a signed transaction", "encode the signed transaction anew; it is Borsh, not JSON"),
    WRONG_NETWORK(422, "Signed for another network", "sign it for the id that /v1/network gives"),
    EXPIRED(422, "Its time has passed", "sign it anew with a later valid-until"),
    VALID_TOO_LONG(422, "Valid for too long", "sign it with an earlier valid-until, for instance 30 s ahead"),
    BAD_SIGNATURE(401, "The signature does not fit", "sign exactly the bytes sent, with the key that the proof names"),
    UNKNOWN_ACCOUNT(403, "No such account may act here", "have the account opened by one with the right to"),
    NOT_AUTHORIZED(403, "Not the account's authority", "sign with the keys that are the account's authority"),
    OVER_QUOTA(
            429, "The account has sent as much as it may", "wait for the next minute, or have its quota raised", 60),
    HALTED(503, "This node does not order now", "ask another node, or again when /health says ORDERING", 5),
    BUSY(429, "Too much is under way", "try again shortly, or ask another node", 1),

    BAD_REQUEST(400, "Not an HTTP/1.1 request", "look at the detail; curl and every HTTP library send sound ones"),
    BAD_PARAMETER(400, "A parameter is wrong", "correct the parameter that the detail names"),
    WRONG_ORIGIN(403, "Pages of this origin may not use this path", "have the origin allowed in the node's settings"),
    NO_SUCH_PATH(404, "No such path", "the page at / lists the paths"),
    NO_SUCH_ACCOUNT(404, "No such account", "check the id, or have the account opened"),
    NO_SUCH_TOKEN(404, "No such token", "check the id; /v1/tokens lists those there are"),
    NO_SUCH_CHECKPOINT(404, "No such checkpoint", "/v1/checkpoints lists those that are kept"),
    METHOD_NOT_ALLOWED(405, "This path has other methods", "use one of the methods that the Allow header names"),
    NOT_VOUCHED_YET(
            409, "Too few nodes have vouched", "ask again until /v1/checkpoints shows more than two thirds of all weight", 1),
    TARGET_TOO_LONG(414, "The path and query are too long", "ask for a shorter key or range"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body is of another type", "send Borsh as application/x-borsh"),
    WRONG_HOST(421, "This node is not known by that host", "use an address of the node, or have the name allowed"),
    TOO_MANY_STREAMS(429, "Too many streams are open", "close one, try again later, or ask another node", 10),
    INTERNAL(500, "The gateway failed", "tell the node's operator; the node's log says what happened"),
    NOT_KEPT_HERE(503, "This node does not keep the file", "ask another node", 1),
    NO_BARRIER(503, "No linearizable view can be had now", "try again, ask another node, or add consistency=local", 1),
    STOPPING(503, "This node is stopping", "ask another node", 5),
    HTTP_VERSION(505, "Another version of HTTP", "speak HTTP/1.1");

    private final int status;
    private final String title;
    private final String advice;
    private final int retryAfterSeconds;

    Refusal(int status, String title, String advice) {
        this(status, title, advice, 0);
    }

    /** @param retryAfterSeconds for the header of that name; 0: none */
    Refusal(int status, String title, String advice, int retryAfterSeconds) {
        this.status = status;
        this.title = title;
        this.advice = advice;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    static Refusal of(Admission.Reason reason) {
        return switch (reason) {
            case TOO_LARGE -> TOO_LARGE;
            case MALFORMED -> MALFORMED;
            case WRONG_NETWORK -> WRONG_NETWORK;
            case EXPIRED -> EXPIRED;
            case VALID_TOO_LONG -> VALID_TOO_LONG;
            case BAD_SIGNATURE -> BAD_SIGNATURE;
            case UNKNOWN_ACCOUNT -> UNKNOWN_ACCOUNT;
            case NOT_AUTHORIZED -> NOT_AUTHORIZED;
            case OVER_QUOTA -> OVER_QUOTA;
            case HALTED -> HALTED;
            case BUSY -> BUSY;
        };
    }

    /** For what is refused below the paths, where only a status is known. */
    static Refusal ofStatus(int status) {
        return switch (status) {
            case 413 -> TOO_LARGE;
            case 414 -> TARGET_TOO_LONG;
            case 503 -> BUSY;
            case 505 -> HTTP_VERSION;
            default -> status < 500 ? BAD_REQUEST : INTERNAL;
        };
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String advice() {
        return advice;
    }

    int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}

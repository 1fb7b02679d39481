package org.allmende.gateway.etcd.json;

/** What came is no JSON, or not that of the message wanted; the text is for the client. */
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String text) {
        super(text);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}

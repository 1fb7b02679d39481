package org.allmende.gateway.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.allmende.ledger.Reason;

/**
 * A refusal as a problem document (RFC 9457).
 *
 * @param reason the name of a {@link Refusal} or of an application's reason
 * @param title the same for every such refusal
 * @param detail what exactly, for people
 * @param advice what to do, for people
 * @param members further members, for programs; values as {@link JsonViews} takes them
 * @param headers further headers of the answer
 */
record Problem(
        int status,
        String reason,
        String title,
        String detail,
        String advice,
        Map<String, Object> members,
        Map<String, String> headers) {
    static final String CONTENT_TYPE = "application/problem+json";

    static Problem of(Refusal refusal, String detail) {
        Map<String, String> headers = refusal.retryAfterSeconds() == 0
                ? Map.of()
                : Map.of("Retry-After", Integer.toString(refusal.retryAfterSeconds()));
        return new Problem(
                refusal.status(), refusal.name(), refusal.title(), detail, refusal.advice(), Map.of(), headers);
    }

    /** A query that an application refuses. */
    static Problem of(Reason reason, int status, String detail) {
        String words = reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String title = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        return new Problem(status, reason.name(), title, detail, reason.advice(), Map.of(), Map.of());
    }

    Problem withMember(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new Problem(status, reason, title, detail, advice, more, headers);
    }

    Problem withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(status, reason, title, detail, advice, members, more);
    }

    /** For a status that HTTP gives another code than the refusal's own. */
    Problem withStatus(int other) {
        return new Problem(other, reason, title, detail, advice, members, headers);
    }

    Reply.Whole reply(JsonViews json) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "urn:allmende:problem:" + reason.toLowerCase(Locale.ROOT).replace('_', '-'));
        body.put("title", title);
        body.put("status", status);
        body.put("detail", detail);
        body.put("reason", reason);
        body.put("advice", advice);
        body.putAll(members);
        return new Reply.Whole(status, CONTENT_TYPE, json.bytes(body), headers);
    }
}

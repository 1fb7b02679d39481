package org.allmende.gateway.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.Schema;

/** A record as the request asked for it: Borsh for programs, JSON for people. */
final class Formats {
    static final String JSON = "application/json";

    private final JsonViews json;
    private final Schema schema;
    private final Map<Class<?>, Codec<?>> codecs = new ConcurrentHashMap<>();

    Formats(JsonViews json, Schema schema) {
        this.json = json;
        this.schema = schema;
    }

    JsonViews json() {
        return json;
    }

    /** @param type what a reader decodes: of a case, its choice */
    <T> Reply.Whole answer(Call call, int status, T value, Class<T> type) {
        return answer(call, status, value, type, Map.of());
    }

    /** @param further members in the JSON view only */
    <T> Reply.Whole answer(Call call, int status, T value, Class<T> type, Map<String, ?> further) {
        return call.wantsBorsh()
                ? new Reply.Whole(status, Call.BORSH, encode(value, type))
                : json(status, json.bytes((Record) value, further));
    }

    Reply.Whole json(int status, Bytes body) {
        return new Reply.Whole(status, JSON, body);
    }

    <T> Bytes encode(T value, Class<T> type) {
        return codec(type).encode(value);
    }

    @SuppressWarnings("unchecked") // a codec is kept under the type it was made for
    <T> Codec<T> codec(Class<T> type) {
        return (Codec<T>) codecs.computeIfAbsent(type, schema::codec);
    }
}

package org.allmende.cli;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allmende.coordination.KeyValue;
import org.allmende.ledger.encoding.Bytes;
import tools.jackson.databind.json.JsonMapper;

/** Keys and values as people and programs read them: text where the bytes are UTF-8, Base64 in JSON where not. */
final class KeyView {
    private KeyView() {}

    /** The fields of one key in JSON, in their order. */
    static Map<String, Object> object(KeyValue keyValue) {
        Map<String, Object> object = new LinkedHashMap<>();
        put(object, "key", keyValue.key());
        put(object, "value", keyValue.value());
        object.put("createRevision", keyValue.createRevision());
        object.put("modRevision", keyValue.modRevision());
        object.put("version", keyValue.version());
        if (keyValue.lease() != 0) {
            object.put("lease", keyValue.lease());
        }
        return object;
    }

    static List<Map<String, Object>> objects(List<KeyValue> keyValues) {
        return keyValues.stream().map(KeyView::object).toList();
    }

    /** One line. */
    static String json(Map<String, Object> object) {
        return JsonMapper.shared().writeValueAsString(object);
    }

    private static void put(Map<String, Object> object, String name, Bytes bytes) {
        Optional<String> text = text(bytes);
        if (text.isPresent()) {
            object.put(name, text.get());
        } else {
            object.put(name + "Base64", Base64.getEncoder().encodeToString(bytes.unsafeArray()));
        }
    }

    private static Optional<String> text(Bytes bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.unsafeArray()))
                    .toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }
}

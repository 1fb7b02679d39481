package org.allmende.gateway.etcd.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Messages from the JSON of Protocol Buffers, as etcd's gateway reads it: fields in either spelling, what is not
 * known passed over, the last of several counting; but no value of another kind, and no unknown name of an
 * enumeration. (The library's own reader cannot pass over the one without the other.)
 */
final class JsonReading {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser parser;

    private JsonReading(JsonParser parser) {
        this.parser = parser;
    }

    /** @param json one value, as {@link JsonValues} cuts it */
    static Message read(Message prototype, Bytes json) throws MalformedException {
        // What is not UTF-8 becomes the character that stands for it, as in Go.
        String text = new String(json.unsafeArray(), StandardCharsets.UTF_8);
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            return parser.nextToken() == JsonToken.VALUE_NULL
                    ? prototype
                    : new JsonReading(parser).message(prototype.newBuilderForType());
        } catch (JacksonException e) {
            throw new MalformedException(e.getOriginalMessage());
        }
    }

    private Message message(Message.Builder builder) throws MalformedException {
        require(JsonToken.START_OBJECT, "map[string]json.RawMessage");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            FieldDescriptor field = field(builder, parser.currentName());
            JsonToken token = parser.nextToken();
            if (field == null || token == JsonToken.VALUE_NULL) {
                parser.skipChildren();
            } else if (field.isRepeated()) {
                builder.setField(field, elements(builder, field));
            } else {
                builder.setField(field, value(builder, field));
            }
        }
        return builder.build();
    }

    private static @Nullable FieldDescriptor field(Message.Builder builder, String name) {
        FieldDescriptor field = builder.getDescriptorForType().findFieldByName(name);
        if (field != null) {
            return field;
        }
        for (FieldDescriptor candidate : builder.getDescriptorForType().getFields()) {
            if (candidate.getJsonName().equals(name)) {
                return candidate;
            }
        }
        return null;
    }

    private List<Object> elements(Message.Builder builder, FieldDescriptor field) throws MalformedException {
        require(JsonToken.START_ARRAY, "[]json.RawMessage");
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(builder, field));
        }
        return elements;
    }

    private Object value(Message.Builder builder, FieldDescriptor field) throws MalformedException {
        return switch (field.getJavaType()) {
            case MESSAGE -> message(builder.newBuilderForField(field));
            case ENUM -> enumerated(field.getEnumType());
            case BOOLEAN -> {
                if (parser.currentToken() != JsonToken.VALUE_TRUE) {
                    require(JsonToken.VALUE_FALSE, "bool");
                }
                yield parser.currentToken() == JsonToken.VALUE_TRUE;
            }
            case STRING -> {
                require(JsonToken.VALUE_STRING, "string");
                yield parser.getString();
            }
            case BYTE_STRING -> {
                require(JsonToken.VALUE_STRING, "[]uint8");
                yield bytes(parser.getString());
            }
            case INT, LONG -> number(field);
            case FLOAT, DOUBLE -> throw new IllegalStateException("etcd has no field like " + field.getFullName());
        };
    }

    private Object number(FieldDescriptor field) throws MalformedException {
        String type = field.getType().name().toLowerCase(Locale.ROOT);
        if (!isNumberOrString()) {
            require(JsonToken.VALUE_NUMBER_INT, type);
        }
        String digits = parser.getString();
        try {
            if (digits.startsWith("+")) {
                throw new NumberFormatException(digits);
            }
            return switch (field.getType()) {
                case UINT64 -> Long.parseUnsignedLong(digits);
                case UINT32 -> Integer.parseUnsignedInt(digits);
                case INT32 -> Integer.parseInt(digits);
                default -> Long.parseLong(digits);
            };
        } catch (NumberFormatException e) {
            throw new MalformedException("json: cannot unmarshal number " + digits + " into Go value of type " + type);
        }
    }

    private Object enumerated(EnumDescriptor type) throws MalformedException {
        String given = isNumberOrString() ? parser.getString() : "";
        EnumValueDescriptor named = type.findValueByName(given);
        if (named != null) {
            return named;
        }
        try {
            return type.findValueByNumberCreatingIfUnknown(Integer.parseInt(given));
        } catch (NumberFormatException e) {
            throw new MalformedException("unknown value \"" + given + "\" for enum " + type.getFullName());
        }
    }

    private boolean isNumberOrString() {
        return parser.currentToken() == JsonToken.VALUE_STRING || parser.currentToken().isNumeric();
    }

    /** In either alphabet of RFC 4648, with or without padding; etcd wants that of section 4, padded. */
    private static ByteString bytes(String text) throws MalformedException {
        try {
            return ByteString.copyFrom(
                    Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/')));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("illegal base64 data: " + e.getMessage());
        }
    }

    private void require(JsonToken wanted, String type) throws MalformedException {
        if (parser.currentToken() == wanted) {
            return;
        }
        String kind = switch (parser.currentToken()) {
            case START_ARRAY -> "array";
            case START_OBJECT -> "object";
            case VALUE_TRUE, VALUE_FALSE -> "bool";
            case VALUE_NULL -> "null";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
            case VALUE_STRING -> "string";
            case END_ARRAY, END_OBJECT, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "nothing";
        };
        throw new MalformedException("json: cannot unmarshal " + kind + " into Go value of type " + type);
    }
}

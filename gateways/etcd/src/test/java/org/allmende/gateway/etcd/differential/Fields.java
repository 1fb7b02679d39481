package org.allmende.gateway.etcd.differential;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;

/** Goes through all fields of a message, also those of the messages in it. */
final class Fields {
    private Fields() {}

    /** What a number is replaced by. */
    @FunctionalInterface
    interface Replacement {
        long of(FieldDescriptor field, long value);
    }

    /** The message with every number of 64 bits that is not 0 replaced. */
    static Message mapLongs(Message message, Replacement replacement) {
        Message.Builder builder = message.toBuilder();
        message.getAllFields().forEach((field, value) -> builder.setField(field, mapped(field, value, replacement)));
        return builder.build();
    }

    private static Object mapped(FieldDescriptor field, Object value, Replacement replacement) {
        if (value instanceof List<?> list) {
            return list.stream().map(each -> mapped(field, (Object) each, replacement)).toList();
        }
        if (value instanceof Message inner) {
            return mapLongs(inner, replacement);
        }
        return value instanceof Long number ? (Object) replacement.of(field, number) : value;
    }
}

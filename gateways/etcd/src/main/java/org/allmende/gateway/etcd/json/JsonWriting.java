package org.allmende.gateway.etcd.json;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;

/** Answers and errors in the JSON of etcd's gateway, version 1.16 of grpc-gateway. */
final class JsonWriting {
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();

    private JsonWriting() {}

    static String message(Message message) {
        try {
            return PRINTER.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("only an Any cannot be printed, and etcd has none", e);
        }
    }

    /** What answers a call that failed. */
    static String error(Status status) {
        String text = quoted(text(status));
        return "{\"error\":" + text + ",\"code\":" + status.getCode().value() + ",\"message\":" + text + "}";
    }

    /** One message of a stream. */
    static String chunk(Message message) {
        return "{\"result\":" + message(message) + "}\n";
    }

    /** What ends a stream that failed. */
    static String errorChunk(Status status) {
        int http = httpStatus(status.getCode());
        return "{\"error\":{\"grpc_code\":" + status.getCode().value() + ",\"http_code\":" + http + ",\"message\":"
                + quoted(text(status)) + ",\"http_status\":"
                + quoted(HttpResponseStatus.valueOf(http).reasonPhrase()) + "}}";
    }

    private static String text(Status status) {
        if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return "context deadline exceeded";
        }
        String description = status.getDescription();
        return description == null ? "" : description;
    }

    /** As grpc-gateway 1.16 does, whose version 1.9 in etcd 3.4 said 412 to a failed precondition. */
    static int httpStatus(Status.Code code) {
        return switch (code) {
            case OK -> 200;
            case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
            case UNAUTHENTICATED -> 401;
            case PERMISSION_DENIED -> 403;
            case NOT_FOUND -> 404;
            case CANCELLED -> 408;
            case ALREADY_EXISTS, ABORTED -> 409;
            case RESOURCE_EXHAUSTED -> 429;
            case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
            case UNIMPLEMENTED -> 501;
            case UNAVAILABLE -> 503;
            case DEADLINE_EXCEEDED -> 504;
        };
    }

    /** With Go's escapes, which keep a browser from seeing HTML in it. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            switch (next) {
                case '"', '\\' -> quoted.append('\\').append(next);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (next < ' ' || "<>&\u2028\u2029".indexOf(next) >= 0) {
                        quoted.append(String.format("\\u%04x", (int) next));
                    } else {
                        quoted.append(next);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}

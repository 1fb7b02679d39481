package org.allmende.gateway.etcd.json;

import io.grpc.CallOptions;
import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allmende.gateway.etcd.http.Request;

/** What of a request's headers goes with the call: the token, what begins with {@code Grpc-Metadata-}, the deadline. */
final class CallHeaders {
    private static final String PREFIX = "grpc-metadata-";
    private static final Pattern NAME = Pattern.compile("[0-9a-z_.-]+");
    private static final Pattern VISIBLE = Pattern.compile("[ -~]*");
    private static final Pattern TIMEOUT = Pattern.compile("([0-9]{1,8})([HMSmun])");

    private CallHeaders() {}

    static Metadata metadata(Request request) throws MalformedException {
        Metadata metadata = new Metadata();
        for (Request.Header header : request.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (name.equals("authorization")) {
                add(metadata, name, header.value());
            } else if (name.startsWith(PREFIX)) {
                add(metadata, name.substring(PREFIX.length()), header.value());
            }
        }
        return metadata;
    }

    /** What gRPC could not carry, or keeps for itself, is left out. */
    private static void add(Metadata metadata, String name, String value) throws MalformedException {
        if (!NAME.matcher(name).matches() || name.startsWith("grpc-")) {
            return;
        }
        if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
            try {
                metadata.put(
                        Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER),
                        Base64.getDecoder().decode(value.getBytes(StandardCharsets.ISO_8859_1)));
            } catch (IllegalArgumentException e) {
                throw new MalformedException("invalid binary header " + name + ": " + e.getMessage());
            }
        } else if (VISIBLE.matcher(value).matches()) {
            metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
        }
    }

    /** In the form of gRPC over HTTP/2: a number of at most eight digits and a unit. */
    static CallOptions options(Request request) throws MalformedException {
        String timeout = request.header("Grpc-Timeout").orElse("");
        if (timeout.isEmpty()) {
            return CallOptions.DEFAULT;
        }
        Matcher matcher = TIMEOUT.matcher(timeout);
        if (!matcher.matches()) {
            throw new MalformedException("invalid grpc-timeout: " + timeout);
        }
        TimeUnit unit = switch (matcher.group(2)) {
            case "H" -> TimeUnit.HOURS;
            case "M" -> TimeUnit.MINUTES;
            case "S" -> TimeUnit.SECONDS;
            case "m" -> TimeUnit.MILLISECONDS;
            case "u" -> TimeUnit.MICROSECONDS;
            default -> TimeUnit.NANOSECONDS;
        };
        return CallOptions.DEFAULT.withDeadlineAfter(Long.parseLong(matcher.group(1)), unit);
    }
}

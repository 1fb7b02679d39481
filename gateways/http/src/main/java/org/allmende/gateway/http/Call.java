package org.allmende.gateway.http;

import io.helidon.common.uri.UriQuery;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.allmende.ledger.encoding.Bytes;

/** One request as a path sees it. What cannot be read is refused with {@link Refusal#BAD_PARAMETER}. */
final class Call {
    static final String BORSH = "application/x-borsh";

    /** What a body may be declared to be; either way it is Borsh. */
    static final List<String> BODY_TYPES = List.of(BORSH, "application/octet-stream");

    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");

    private final ServerRequest request;
    private final Map<String, String> places;
    private final HttpLimits limits;
    private final Deadlines deadlines;

    /** @param places what stands in the path at each {@code {name}} of its route */
    Call(ServerRequest request, Map<String, String> places, HttpLimits limits, Deadlines deadlines) {
        this.request = request;
        this.places = places;
        this.limits = limits;
        this.deadlines = deadlines;
    }

    String place(String name) {
        return places.getOrDefault(name, "");
    }

    /** Refuses a parameter that the path does not have: a misspelt one would silently change the answer. */
    void allowOnly(Set<String> parameters) {
        UriQuery query = request.query();
        for (String name : query.names()) {
            if (!parameters.contains(name)) {
                throw badParameter("there is no parameter '" + name + "' here; "
                        + (parameters.isEmpty() ? "this path has none" : "there are " + String.join(", ", parameters)));
            }
            if (query.all(name).size() > 1) {
                throw badParameter("'" + name + "' is given more than once");
            }
        }
    }

    Optional<String> parameter(String name) {
        UriQuery query = request.query();
        return query.contains(name) ? Optional.of(query.get(name)) : Optional.empty();
    }

    /** A whole number of 64 bits within these bounds, inclusive. */
    long number(String name, long otherwise, long min, long max) {
        Optional<String> text = parameter(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, as a number out of bounds is.
        }
        throw badParameter(
                "'" + name + "' is a whole number from " + min + " to " + max + ", not '" + text.get() + "'");
    }

    /** {@code true}, {@code false}, or given without a value for true. */
    boolean flag(String name) {
        return switch (parameter(name).orElse("false")) {
            case "", "true" -> true;
            case "false" -> false;
            default -> throw badParameter("'" + name + "' is true or false");
        };
    }

    /** Bytes in base64url (RFC 4648, section 5), padded or not. */
    Optional<Bytes> bytes(String name) {
        try {
            return parameter(name).map(text -> Bytes.wrap(Base64.getUrlDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            throw badParameter("'" + name + "' is base64url: letters, digits, '-' and '_', for instance Zm9v for foo");
        }
    }

    /** One of a few words. */
    String choice(String name, String otherwise, List<String> words) {
        String word = parameter(name).orElse(otherwise);
        if (!words.contains(word)) {
            throw badParameter("'" + name + "' is one of " + String.join(", ", words) + ", not '" + word + "'");
        }
        return word;
    }

    /** A constant of an enum, in lower case. */
    <E extends Enum<E>> E constant(String name, E otherwise, E[] constants) {
        List<String> words = Arrays.stream(constants).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
        return constants[words.indexOf(choice(name, otherwise.name().toLowerCase(Locale.ROOT), words))];
    }

    /** Where a reader of a stream left off: the header that browsers send, or the parameter, which a page can set. */
    Optional<String> lastEventId() {
        return header(LAST_EVENT_ID).or(() -> parameter("lastEventId")).filter(id -> !id.isEmpty());
    }

    /** Whether the answer is to be Borsh: only where it is asked for by name. */
    boolean wantsBorsh() {
        return header(HeaderNames.ACCEPT)
                .map(accept -> accept.toLowerCase(Locale.ROOT).contains(BORSH))
                .orElse(false);
    }

    Optional<String> header(HeaderName name) {
        return request.headers().first(name);
    }

    /**
     * The whole body.
     *
     * @throws RefusedException when it is of another type or too large
     * @throws CloseConnectionException when it does not arrive whole and in time
     */
    Bytes body() {
        String type = header(HeaderNames.CONTENT_TYPE).orElse(BORSH);
        int parametersAt = type.indexOf(';');
        String plain = (parametersAt < 0 ? type : type.substring(0, parametersAt)).strip().toLowerCase(Locale.ROOT);
        if (!BODY_TYPES.contains(plain)) {
            throw new RefusedException(Refusal.UNSUPPORTED_MEDIA_TYPE, "the body is declared to be '" + plain + "'");
        }
        deadlines.begin(limits.receiveMillisMax());
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(limits.bodyBytesMax() + 1);
            if (body.length <= limits.bodyBytesMax()) {
                return Bytes.wrap(body);
            }
            // The rest is read too: a peer still sending would not see the answer.
            in.transferTo(OutputStream.nullOutputStream());
        } catch (RequestException e) {
            // So much too large that Helidon does not read on, and says so.
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new CloseConnectionException("the body did not arrive whole and in time", e);
        } finally {
            deadlines.end();
        }
        throw new RefusedException(
                Refusal.TOO_LARGE, "the body has more than " + limits.bodyBytesMax() + " bytes, which is the most");
    }

    /** Reads what the peer still sends, so that it sees the answer and the connection can go on. */
    void drain() {
        boolean awaitsLeave = header(HeaderNames.EXPECT).isPresent() && !request.content().consumed();
        if (request.content().consumed() || awaitsLeave) {
            return;
        }
        deadlines.begin(limits.receiveMillisMax());
        try {
            request.content().consume();
        } catch (RequestException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CloseConnectionException("the body did not arrive whole and in time", e);
        } finally {
            deadlines.end();
        }
    }

    static RefusedException badParameter(String detail) {
        return new RefusedException(Refusal.BAD_PARAMETER, detail);
    }
}

package org.allmende.gateway.etcd.auth;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.allmende.coordination.AuthReading;

/**
 * Tokens that any gateway with the key can check, as etcd makes them (RFC 7519): user, auth revision, end. They hold
 * until that end, or until users or roles change. Only the one algorithm that is configured is taken, whatever a token
 * says of itself.
 */
final class JwtTokens implements Tokens {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    /** Above, a number in JSON is not surely whole any more. */
    private static final double WHOLE_MAX = 1L << 53;

    private final JwtSettings settings;
    private final InstantSource clock;

    JwtTokens(JwtSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String assign(String user, AuthReading auth) {
        if (settings.signing() == null && !settings.algorithm().isHmac()) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("etcdserver: this gateway has no key to sign tokens; authenticate at one that has")
                    .asRuntimeException();
        }
        Struct header = Struct.newBuilder()
                .putFields("alg", text(settings.algorithm().name()))
                .putFields("typ", text("JWT"))
                .build();
        Struct claims = Struct.newBuilder()
                .putFields("username", text(user))
                .putFields("revision", number(auth.revision()))
                .putFields("exp", number(clock.instant().plus(settings.life()).getEpochSecond()))
                .build();
        String content = encoded(header) + "." + encoded(claims);
        try {
            byte[] signature = settings.algorithm().sign(content.getBytes(StandardCharsets.US_ASCII), settings);
            return content + "." + ENCODER.encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of --auth-token cannot sign by " + settings.algorithm(), e);
        }
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Value number(long number) {
        return Value.newBuilder().setNumberValue((double) number).build();
    }

    private static String encoded(Struct part) {
        try {
            String json = JsonFormat.printer().omittingInsignificantWhitespace().print(part);
            return ENCODER.encodeToString(json.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<Caller> caller(String token, AuthReading auth) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            byte[] content = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
            boolean holds = decoded(parts[0])
                            .getFieldsOrDefault("alg", Value.getDefaultInstance())
                            .getStringValue()
                            .equals(settings.algorithm().name())
                    && settings.algorithm().isSigned(content, DECODER.decode(parts[2]), settings);
            return holds ? caller(decoded(parts[1])) : Optional.empty();
        } catch (IllegalArgumentException | InvalidProtocolBufferException | GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    private static Struct decoded(String part) throws InvalidProtocolBufferException {
        Struct.Builder decoded = Struct.newBuilder();
        JsonFormat.parser().merge(new String(DECODER.decode(part), StandardCharsets.UTF_8), decoded);
        return decoded.build();
    }

    private Optional<Caller> caller(Struct claims) {
        String user = claims.getFieldsOrDefault("username", Value.getDefaultInstance()).getStringValue();
        double revision = claims.getFieldsOrDefault("revision", Value.getDefaultInstance()).getNumberValue();
        double end = claims.getFieldsOrDefault("exp", Value.getDefaultInstance()).getNumberValue();
        boolean holds = !user.isEmpty()
                && revision >= 1
                && revision <= WHOLE_MAX
                && clock.instant().getEpochSecond() < end;
        return holds ? Optional.of(new Caller(user, (long) revision)) : Optional.empty();
    }
}

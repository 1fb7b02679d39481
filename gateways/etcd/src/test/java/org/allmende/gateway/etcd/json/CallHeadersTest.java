package org.allmende.gateway.etcd.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.Deadline;
import io.grpc.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.allmende.gateway.etcd.http.Request;
import org.allmende.gateway.etcd.http.Request.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes with a call, and what does not. */
class CallHeadersTest {
    @Test
    void tokensAndMetadataGoWithTheCall() throws Exception {
        Metadata metadata = CallHeaders.metadata(request(
                "Authorization", "token.1",
                "grpc-metadata-Token", "token.2",
                "Grpc-Metadata-Two", "a",
                "Grpc-Metadata-Two", "b",
                "Grpc-Metadata-Raw-Bin", "/+8="));

        assertThat(ascii(metadata, "authorization")).containsExactly("token.1");
        assertThat(ascii(metadata, "token")).containsExactly("token.2");
        assertThat(ascii(metadata, "two")).containsExactly("a", "b");
        assertThat(metadata.get(Metadata.Key.of("raw-bin", Metadata.BINARY_BYTE_MARSHALLER)))
                .containsExactly(0xff, 0xef);
    }

    @Test
    void whatGrpcKeepsForItselfOrCannotCarryDoesNot() throws Exception {
        Metadata metadata = CallHeaders.metadata(request(
                "Host", "test",
                "Cookie", "a",
                "Grpc-Metadata-Grpc-Timeout", "1S",
                "Grpc-Metadata-", "nothing",
                "Grpc-Metadata-a!b", "c",
                "Grpc-Metadata-Umlaut", "\u00e4"));

        assertThat(metadata.keys()).isEmpty();
    }

    @Test
    void whatShouldBeBase64AndIsNotIsRefused() {
        assertThatThrownBy(() -> CallHeaders.metadata(request("Grpc-Metadata-Raw-Bin", "%")))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("invalid binary header raw-bin");
    }

    @ParameterizedTest
    @CsvSource({
        "2H, 7_200_000_000_000",
        "3M, 180_000_000_000",
        "4S, 4_000_000_000",
        "99999999m, 99_999_999_000_000",
        "5u, 5_000",
        "6n, 6"
    })
    void aDeadlineHasAUnit(String timeout, String nanos) throws Exception {
        Deadline deadline = CallHeaders.options(request("Grpc-Timeout", timeout)).getDeadline();
        long wanted = Long.parseLong(nanos.replace("_", ""));
        assertThat(deadline).isNotNull();
        assertThat(deadline.timeRemaining(TimeUnit.NANOSECONDS)).isLessThanOrEqualTo(wanted);
        assertThat(deadline.isBefore(Deadline.after(wanted, TimeUnit.NANOSECONDS))).isTrue();
        assertThat(Deadline.after(wanted / 2 - 60_000_000_000L, TimeUnit.NANOSECONDS).isBefore(deadline)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "S", "-1S", "1s", "100000000S", "xx"})
    void whatIsNoDeadlineIsRefused(String timeout) {
        assertThatThrownBy(() -> CallHeaders.options(request("Grpc-Timeout", timeout)))
                .hasMessage("invalid grpc-timeout: " + timeout);
    }

    @Test
    void withoutOneThereIsNone() throws Exception {
        assertThat(CallHeaders.options(request())).isEqualTo(CallOptions.DEFAULT);
    }

    private static Iterable<String> ascii(Metadata metadata, String name) {
        return metadata.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }

    private static Request request(String... headers) {
        List<Header> list = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            list.add(new Header(headers[i], headers[i + 1]));
        }
        return new Request("POST", "/v3/kv/range", Map.of(), list);
    }
}

package org.allmende.node.etcd.forming;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.node.Refusal;

/** Asks the other members until the network may begin. For one thread. */
public final class Exchange implements AutoCloseable {
    private static final Duration CONNECTING = Duration.ofSeconds(2);
    private static final Duration ANSWERING = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 200;

    private final Roll roll;
    private final String self;
    private final Forming forming;
    private final Consumer<String> progress;
    private final HttpClient client;
    private final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, String> troubles = new LinkedHashMap<>();
    private String told = "";

    /** @param progress told what is waited for, whenever it changes */
    public Exchange(Roll roll, String self, Forming forming, Optional<PeerTls> tls, Consumer<String> progress) {
        this.roll = roll;
        this.self = self;
        this.forming = forming;
        this.progress = progress;
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECTING).version(HttpClient.Version.HTTP_1_1);
        tls.ifPresent(known -> builder.sslContext(known.context()));
        client = builder.build();
    }

    /**
     * Returns when the network may begin, however long the others take.
     *
     * @throws Refusal when the members do not belong together
     */
    public void untilSettled() throws Refusal, InterruptedException {
        while (!forming.hasSettled()) {
            round();
            if (!forming.hasSettled()) {
                tell();
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    /** Asks all others once; who does not answer is passed over. */
    public void round() throws Refusal, InterruptedException {
        Map<String, Future<Reply>> asked = new LinkedHashMap<>();
        for (String name : roll.urls().keySet()) {
            if (!name.equals(self)) {
                asked.put(name, asking.submit(() -> ask(roll.urls(name))));
            }
        }
        for (Map.Entry<String, Future<Reply>> each : asked.entrySet()) {
            try {
                Reply reply = each.getValue().get();
                troubles.remove(each.getKey());
                forming.hear(each.getKey(), reply);
            } catch (ExecutionException e) {
                troubles.put(each.getKey(), e.getCause() instanceof UnsoundException unsound ? unsound.why : "");
            }
        }
    }

    /** It answers, and not as a member does. */
    private static final class UnsoundException extends IOException {
        private static final long serialVersionUID = 1;
        private final String why;

        UnsoundException(String why) {
            super(why);
            this.why = why;
        }
    }

    /** By the first of a member's URLs that answers. */
    private Reply ask(List<URI> urls) throws IOException, InterruptedException {
        IOException last = new IOException("it has no URL");
        for (URI url : urls) {
            try {
                return ask(url);
            } catch (SSLException e) {
                last = new UnsoundException("TLS with it fails: " + e.getMessage());
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private Reply ask(URI url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(PeerPort.PATH))
                .timeout(ANSWERING)
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        Ask.CODEC.encode(forming.ask()).unsafeArray()))
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(Reply.BYTES_MAX);
            if (response.statusCode() != 200) {
                throw new UnsoundException("what answers there is no allmende-etcd");
            }
            return Reply.CODEC.decode(Bytes.wrap(bytes));
        } catch (MalformedException e) {
            throw new UnsoundException("what answers there is another version of allmende-etcd, or none");
        }
    }

    private void tell() {
        List<String> unknown = forming.unknown();
        String waiting = unknown.isEmpty()
                ? "waiting for " + String.join(", ", forming.unbound()) + " to agree to the same genesis"
                : "waiting for the cards of " + String.join(", ", unknown) + " at "
                        + unknown.stream().map(this::where).collect(Collectors.joining(", "));
        if (!waiting.equals(told)) {
            told = waiting;
            progress.accept(waiting);
        }
    }

    private String where(String name) {
        List<String> words = new ArrayList<>(roll.urls(name).stream().map(URI::toString).toList());
        String trouble = troubles.getOrDefault(name, "");
        return String.join(" and ", words) + (trouble.isEmpty() ? "" : " (" + trouble + ")");
    }

    @Override
    public void close() {
        asking.shutdownNow();
        client.shutdownNow();
    }
}

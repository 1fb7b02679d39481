package org.allmende.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.allmende.client.NetworkSchema;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.KeyEvent;
import org.allmende.coordination.KeyValue;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeResult;
import org.allmende.coordination.ReadAnswer;
import org.allmende.coordination.ReadsAnswer;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.port.LedgerPort.Settled;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.receipt.Receipt;
import org.allmende.ledger.seeds.Seed;

/** What a node's operator could serve in its place: every answer of a real node, and now and then something false instead. */
final class LyingNode implements AutoCloseable {
    static final String FORGED = "forged";

    private static final Codec<ReadsAnswer> READS = NetworkSchema.SCHEMA.codec(ReadsAnswer.class);
    private static final Codec<RangeAnswer> RANGE = NetworkSchema.SCHEMA.codec(RangeAnswer.class);
    private static final Codec<Settled> SETTLED = NetworkSchema.SCHEMA.codec(Settled.class);

    private final URI truth;
    private final Seed seed;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();

    /** False answers given. */
    final AtomicInteger lies = new AtomicInteger();

    /** @param truth a real node's address */
    LyingNode(URI truth, Seed seed) throws IOException {
        this.truth = truth;
        this.seed = seed;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(truth.toString().replaceAll("/$", "") + exchange.getRequestURI()))
                    .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept"))
                    .ifPresent(accept -> request.header("Accept", accept));
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            byte[] body = response.statusCode() == 200
                    ? told(exchange.getRequestURI().getPath(), response.body())
                    : response.body();
            response.headers().firstValue("Content-Type").ifPresent(
                    type -> exchange.getResponseHeaders().set("Content-Type", type));
            exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private byte[] told(String path, byte[] truly) {
        try {
            if (path.endsWith("/reads")) {
                return lie(READS, Bytes.wrap(truly), this::falsely).toArray();
            }
            if (path.endsWith("/range")) {
                return lie(
                                RANGE,
                                Bytes.wrap(truly),
                                answer -> answer instanceof RangeAnswer.Found found ? falsely(found) : answer)
                        .toArray();
            }
            if (path.startsWith("/v1/receipts/") || path.equals("/v1/transactions")) {
                return lie(SETTLED, Bytes.wrap(truly), this::falsely).toArray();
            }
            return truly;
        } catch (MalformedException e) {
            throw new IllegalStateException("the node said " + Bytes.wrap(truly), e);
        }
    }

    private interface Lie<T> {
        T instead(T truth);
    }

    private <T> Bytes lie(Codec<T> codec, Bytes truly, Lie<T> lie) throws MalformedException {
        T told = lie.instead(codec.decode(truly));
        Bytes encoded = codec.encode(told);
        if (!encoded.equals(truly)) {
            lies.incrementAndGet();
        }
        return encoded;
    }

    private synchronized boolean oneIn(int n) {
        return seed.oneIn(n);
    }

    /** Another value of every key, another past, or a height that is far ahead. */
    private ReadsAnswer falsely(ReadsAnswer answer) {
        if (answer.answers().isEmpty()) {
            return oneIn(2)
                    ? new ReadsAnswer(
                            answer.height() + 1_000_000, answer.timeMillis() + 1_000_000, answer.revision() + 1_000_000, List.of())
                    : answer;
        }
        List<ReadAnswer> answers = new ArrayList<>();
        for (ReadAnswer each : answer.answers()) {
            answers.add(
                    switch (each) {
                        case ReadAnswer.Range(RangeAnswer.Found found) -> new ReadAnswer.Range(falsely(found));
                        case ReadAnswer.History(HistoryAnswer.Page page) -> new ReadAnswer.History(falsely(page));
                        case ReadAnswer other -> other;
                    });
        }
        return new ReadsAnswer(answer.height(), answer.timeMillis(), answer.revision(), answers);
    }

    private RangeAnswer falsely(RangeAnswer.Found found) {
        RangeResult result = found.result();
        List<KeyValue> values = oneIn(3)
                ? List.of()
                : result.keyValues().stream().map(LyingNode::forged).toList();
        return new RangeAnswer.Found(
                found.height(), new RangeResult(result.revision(), values, values.size(), false));
    }

    private HistoryAnswer falsely(HistoryAnswer.Page page) {
        List<KeyEvent> events = oneIn(3)
                ? List.of()
                : page.events().stream()
                        .map(event -> new KeyEvent(event.kind(), forged(event.keyValue()), event.prevKv()))
                        .toList();
        return new HistoryAnswer.Page(page.height(), page.revision(), page.nextRevision(), events);
    }

    private static KeyValue forged(KeyValue truth) {
        return new KeyValue(
                truth.key(), truth.createRevision(), truth.modRevision(), truth.version(), Bytes.utf8(FORGED), truth.lease());
    }

    /** That it was refused, that it never happened, or true receipts with other results. */
    private Settled falsely(Settled settled) {
        if (!(settled.answer() instanceof Answer.Applied(long height, Receipt receipt)) || oneIn(4)) {
            return settled;
        }
        if (oneIn(3)) {
            return new Settled(new Answer.NeverHappened(height), Optional.empty());
        }
        if (oneIn(2)) {
            return new Settled(settled.answer(), settled.results().map(results -> new ArrayList<>(results).reversed()));
        }
        List<GroupOutcome> refused = receipt.outcomes().stream()
                .<GroupOutcome>map(_ -> new GroupOutcome.Refused(0, 1, 1))
                .toList();
        return new Settled(
                new Answer.Applied(height, new Receipt(receipt.id(), receipt.height(), receipt.position(), refused)),
                Optional.empty());
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
        threads.shutdownNow();
    }
}

package org.allmende.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.allmende.ledger.consensus.Guarantees;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.port.LedgerPort.Settled;
import org.allmende.ledger.port.NodeStatus;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.transaction.TransactionId;

/** A node that does what its test says; what is not said, it does as a node would, at once. */
final class FakeNode implements AutoCloseable {
    /** How it answers a request. */
    interface Reaction {
        void to(HttpExchange exchange) throws IOException;
    }

    private final FakeNetwork network;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Map<String, Reaction> reactions = new ConcurrentHashMap<>();

    /** The bodies of all submissions, in order. */
    final List<Bytes> submitted = new CopyOnWriteArrayList<>();

    /** Method, path and query of all requests, in order. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    FakeNode(FakeNetwork network) throws IOException {
        this.network = network;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        on("/v1/network", exchange -> borsh(exchange, 200, encoded(Genesis.class, network.genesis())));
        on("/v1/status", exchange -> borsh(exchange, 200, encoded(NodeStatus.class, status(Health.State.ORDERING))));
        on("/v1/transactions", exchange -> {
            TransactionId id = FakeNetwork.idOf(submitted.getLast());
            network.apply(id);
            settled(exchange, network.answer(id));
        });
        on("/v1/receipts", exchange -> {
            String path = exchange.getRequestURI().getPath();
            Answer answer = network.answer(TransactionId.parse(path.substring(path.lastIndexOf('/') + 1)));
            if (exchange.getRequestURI().getQuery().contains("results=true")) {
                settled(exchange, answer);
            } else {
                answer(exchange, answer);
            }
        });
    }

    /** An address of this machine where nobody listens. */
    static URI nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on, requests whose path begins so are answered so. */
    FakeNode on(String path, Reaction reaction) {
        reactions.put(path, reaction);
        return this;
    }

    NodeStatus status(Health.State state) {
        return new NodeStatus(
                network.genesis().nodes().getFirst(),
                new Health(state, "", 0, network.height()),
                new Guarantees("fake", "none", "nothing", 1_000),
                FakeNetwork.AGREED_MILLIS,
                Bytes.hex("33".repeat(32)),
                0,
                0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        Bytes body = Bytes.wrap(exchange.getRequestBody().readAllBytes());
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/v1/transactions")) {
            submitted.add(body);
        }
        String longest = reactions.keySet().stream()
                .filter(path::startsWith)
                .max(Comparator.comparingInt(String::length))
                .orElse("");
        try (exchange) {
            reactions.getOrDefault(longest, refusing(404, "NO_SUCH_PATH")).to(exchange);
        }
    }

    static <T> Bytes encoded(Class<T> type, T value) {
        return NetworkSchema.SCHEMA.codec(type).encode(value);
    }

    static void borsh(HttpExchange exchange, int status, Bytes body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-borsh");
        exchange.sendResponseHeaders(status, body.length());
        exchange.getResponseBody().write(body.toArray());
    }

    static void settled(HttpExchange exchange, Answer answer) throws IOException {
        borsh(exchange, 200, encoded(Settled.class, FakeNetwork.settled(answer)));
    }

    static void answer(HttpExchange exchange, Answer answer) throws IOException {
        borsh(exchange, 200, encoded(Answer.class, answer));
    }

    /** Accepted, and nothing more. */
    Reaction accepting() {
        return exchange -> borsh(exchange, 202, FakeNetwork.idOf(submitted.getLast()).value());
    }

    static Reaction refusing(int status, String reason) {
        return exchange -> {
            byte[] problem = ("{\"type\":\"urn:allmende:problem:x\",\"title\":\"t\",\"status\":" + status
                            + ",\"detail\":\"what \\\"exactly\\\"\",\"reason\":\"" + reason
                            + "\",\"advice\":\"what to do\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
            exchange.sendResponseHeaders(status, problem.length);
            exchange.getResponseBody().write(problem);
        };
    }

    /** Ends the connection without a word. */
    static Reaction dying() {
        return exchange -> {
            throw new IOException("this node dies now");
        };
    }

    /** Never answers. */
    Reaction hanging() {
        return exchange -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
    }

    /** Streams these lines, then ends; or, with {@code goesOn}, stays silent. */
    Reaction streaming(boolean goesOn, String... lines) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            for (String line : lines) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
            out.flush();
            if (goesOn) {
                hanging().to(exchange);
            }
        };
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}

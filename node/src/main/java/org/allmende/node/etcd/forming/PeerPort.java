package org.allmende.node.etcd.forming;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLParameters;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.node.Refusal;

/** Answers other members where {@code --listen-peer-urls} says, as long as the process runs. */
public final class PeerPort implements AutoCloseable {
    /** The one path there is. */
    static final String PATH = "/allmende/1/introduction";

    /** Who is slower than this, or comes when so many are there, is given up. */
    private static final String SECONDS_MAX = "10";

    private static final String CONNECTIONS_MAX = "256";

    private final List<HttpServer> servers = new ArrayList<>();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Function<Ask, Reply> answering;

    private PeerPort(Function<Ask, Reply> answering) {
        this.answering = answering;
    }

    /**
     * Listens.
     *
     * @param tls for those of the URLs that are https
     * @throws Refusal when it cannot listen there
     */
    public static PeerPort open(List<URI> urls, Optional<PeerTls> tls, Function<Ask, Reply> answering) throws Refusal {
        System.setProperty("sun.net.httpserver.maxReqTime", SECONDS_MAX);
        System.setProperty("sun.net.httpserver.maxRspTime", SECONDS_MAX);
        System.setProperty("jdk.httpserver.maxConnections", CONNECTIONS_MAX);
        PeerPort port = new PeerPort(answering);
        for (URI url : urls) {
            try {
                port.listen(url, tls);
            } catch (IOException e) {
                port.close();
                throw new Refusal(
                        "cannot listen on " + url + ": " + e.getMessage(),
                        "end what listens there, or give another one with --listen-peer-urls",
                        e);
            }
        }
        return port;
    }

    private void listen(URI url, Optional<PeerTls> tls) throws IOException {
        InetSocketAddress address = new InetSocketAddress(Roll.host(url), url.getPort());
        HttpServer server;
        if ("https".equals(url.getScheme())) {
            HttpsServer secure = HttpsServer.create(address, 0);
            secure.setHttpsConfigurator(configurator(tls.orElseThrow()));
            server = secure;
        } else {
            server = HttpServer.create(address, 0);
        }
        server.createContext(PATH, this::handle);
        server.setExecutor(executor);
        server.start();
        servers.add(server);
    }

    private static HttpsConfigurator configurator(PeerTls tls) {
        return new HttpsConfigurator(tls.context()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setNeedClientAuth(tls.certified());
                parameters.setSSLParameters(wanted);
            }
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST") || !exchange.getRequestURI().getPath().equals(PATH)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(Ask.BYTES_MAX + 1);
            if (body.length > Ask.BYTES_MAX) {
                exchange.sendResponseHeaders(413, -1);
                return;
            }
            Optional<Ask> ask = ask(Bytes.wrap(body));
            if (ask.isEmpty()) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            byte[] reply = Reply.CODEC.encode(answering.apply(ask.get())).unsafeArray();
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
        }
    }

    private static Optional<Ask> ask(Bytes body) {
        try {
            return Optional.of(Ask.CODEC.decode(body));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        executor.shutdownNow();
    }
}

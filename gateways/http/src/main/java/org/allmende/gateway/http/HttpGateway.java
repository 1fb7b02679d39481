package org.allmende.gateway.http;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderValues;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.allmende.coordination.Coordination;
import org.allmende.ledger.port.CheckpointFiles;
import org.allmende.ledger.port.LedgerPort;

/**
 * A node's ledger over HTTP/1.1. Every path is in {@link RouteTable}; the reference is docs/reference/http.md.
 *
 * <p>Each request has a virtual thread of its own, and may wait in it.
 */
public final class HttpGateway implements AutoCloseable {
    private final WebServer server;
    private final List<Route> routes;
    private final HttpSettings settings;
    private final Streams streams;
    private final Deadlines deadlines;

    private HttpGateway(
            WebServer server, List<Route> routes, HttpSettings settings, Streams streams, Deadlines deadlines) {
        this.server = server;
        this.routes = List.copyOf(routes);
        this.settings = settings;
        this.streams = streams;
        this.deadlines = deadlines;
    }

    /**
     * Binds the one address of the settings and answers from then on.
     *
     * @param coordination the one among the port's applications
     * @throws BindException when the address cannot be bound, with what to do about it
     */
    public static HttpGateway open(HttpSettings settings, LedgerPort port, Coordination coordination)
            throws IOException {
        return open(settings, port, coordination, CheckpointFiles.NONE);
    }

    /**
     * As {@link #open(HttpSettings, LedgerPort, Coordination)}.
     *
     * @param checkpoints the files it gives away
     */
    public static HttpGateway open(
            HttpSettings settings, LedgerPort port, Coordination coordination, CheckpointFiles checkpoints)
            throws IOException {
        return open(settings, port, coordination, checkpoints, List.of());
    }

    /** @param further routes after the gateway's own */
    static HttpGateway open(
            HttpSettings settings,
            LedgerPort port,
            Coordination coordination,
            CheckpointFiles checkpoints,
            List<Route> further)
            throws IOException {
        probe(settings);
        HttpLimits limits = settings.limits();
        Deadlines deadlines = new Deadlines();
        Streams streams = new Streams(limits);
        LargeAnswers largeAnswers = new LargeAnswers(limits.largeAnswerBytesMax());
        HttpMetrics metrics = new HttpMetrics(port, streams::open, InstantSource.system());
        JsonViews json = new JsonViews(port.applications());
        Formats formats = new Formats(json, port.schema());
        Reads reads = new Reads(port, limits.barrierMillisMax());
        Dashboard dashboard = Dashboard.load();

        NodePaths node = new NodePaths(port, formats, reads, metrics, dashboard);
        List<Route> routes = new ArrayList<>(RouteTable.of(
                dashboard,
                node,
                new TokenPaths(port, formats, reads),
                new CheckpointPaths(port, checkpoints, formats, reads),
                new RosterPaths(port, formats, reads),
                new TransactionPaths(port, formats, metrics, limits),
                new KeyspacePaths(port, coordination, formats, reads, largeAnswers, limits),
                new ReadsPath(port, coordination, formats, limits),
                new EventsPath(port, formats, reads, limits)));
        node.describe(OpenApi.of(routes, port.applications(), json));
        routes.addAll(further);

        Dispatcher dispatcher = new Dispatcher(routes, settings, json, metrics, deadlines, streams, largeAnswers);
        WebServer server = server(settings, dispatcher, new ProblemHandler(json, metrics), deadlines);
        HttpGateway gateway = new HttpGateway(server, routes, settings, streams, deadlines);
        if (!server.start().isRunning()) {
            gateway.close();
            throw cannotBind(settings, "somebody else was faster");
        }
        return gateway;
    }

    private static WebServer server(
            HttpSettings settings, Dispatcher dispatcher, ProblemHandler problems, Deadlines deadlines) {
        HttpLimits limits = settings.limits();
        DirectHandlers.Builder direct = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            direct.addHandler(type, problems);
        }
        return WebServer.builder()
                .host(settings.host())
                .port(settings.port())
                .shutdownHook(false)
                .protocolsDiscoverServices(false)
                .featuresDiscoverServices(false)
                .addProtocol(Http1Config.builder()
                        .maxPrologueLength(limits.targetBytesMax())
                        .maxHeadersSize(limits.headerBytesMax())
                        .sendKeepAliveHeader(false)
                        .addReceiveListener(new SlowHeaders(deadlines, limits.receiveMillisMax()))
                        .build())
                // A larger body than may be is still read up to here, so that its peer sees the refusal.
                .maxPayloadSize(2L * limits.bodyBytesMax())
                .contentEncoding(ContentEncodingContext.builder()
                        .contentEncodingsDiscoverServices(false)
                        .build())
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                .maxTcpConnections(limits.connectionsMax())
                .idleConnectionTimeout(Duration.ofMillis(limits.idleMillisMax()))
                .idleConnectionPeriod(Duration.ofMillis(Math.max(1_000, limits.idleMillisMax() / 4)))
                .errorHandling(ErrorHandling.builder().includeEntity(true).build())
                .directHandlers(direct.build())
                .routing(HttpRouting.builder()
                        .addFilter(HttpGateway::closeWhenAsked)
                        .any(dispatcher::handle))
                .build();
    }

    /** Helidon says "Connection: close" when it was asked to close, and then waits for the peer to do it. */
    private static void closeWhenAsked(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        chain.proceed();
        if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
                || response.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            throw new CloseConnectionException("the answer was the last on its connection");
        }
    }

    /** Helidon only logs that it could not bind; this says it, and what to do. */
    private static void probe(HttpSettings settings) throws IOException {
        if (settings.port() == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()));
        } catch (IOException e) {
            throw cannotBind(settings, String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT));
        }
    }

    private static BindException cannotBind(HttpSettings settings, String why) {
        return new BindException("the HTTP gateway cannot listen on " + settings.hostInUri() + ":" + settings.port()
                + " (" + why + "): stop whatever listens there, or choose another port");
    }

    /** Every path there is. */
    List<Route> routes() {
        return routes;
    }

    /** The port it listens on; the one that was free when the settings left it open. */
    public int port() {
        return server.port();
    }

    /** Where clients reach it. */
    public URI uri() {
        return URI.create("http://" + settings.hostInUri() + ":" + port());
    }

    /** Ends the streams, then the connections. Idempotent. */
    @Override
    public void close() {
        streams.close();
        server.stop();
        deadlines.close();
    }
}

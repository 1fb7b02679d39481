package org.allmende.gateway.etcd;

import java.util.List;
import org.allmende.gateway.etcd.health.HealthPaths;
import org.allmende.gateway.etcd.http.Endpoint;
import org.allmende.gateway.etcd.http.Endpoint.Endpoints;
import org.allmende.gateway.etcd.http.Reply;
import org.allmende.gateway.etcd.http.Request;
import org.allmende.gateway.etcd.http.Request.Header;
import org.allmende.gateway.etcd.json.JsonGateway;
import org.allmende.gateway.etcd.metrics.EtcdMetrics;
import org.allmende.ledger.encoding.Bytes;

/** What is at which path, over HTTP/1.1. */
final class EtcdPaths implements Endpoints {
    /** What etcd called its interface before it was settled, and still takes. */
    private static final String BETA = "/v3beta/";

    private static final String V3 = "/v3/";

    private static final Reply VERSION = Reply.of(
            200,
            Reply.JSON,
            "{\"etcdserver\":\"" + EtcdSettings.VERSION + "\",\"etcdcluster\":\"" + EtcdSettings.CLUSTER_VERSION
                    + ".0\"}");

    private final JsonGateway json;
    private final HealthPaths health;
    private final EtcdMetrics metrics;

    EtcdPaths(JsonGateway json, HealthPaths health, EtcdMetrics metrics) {
        this.json = json;
        this.health = health;
        this.metrics = metrics;
    }

    @Override
    public Endpoint of(Request request) {
        if (request.method().equals("OPTIONS")) {
            return Endpoint.fixed(new Reply(200, List.of(), Bytes.EMPTY));
        }
        if (request.path().startsWith(BETA)) {
            return json.endpoint(request.withPath(V3 + request.path().substring(BETA.length())));
        }
        if (request.path().startsWith(V3)) {
            return json.endpoint(request);
        }
        return switch (request.path()) {
            case "/version" ->
                Endpoint.fixed(
                        request.method().equals("GET")
                                ? VERSION
                                : Reply.error(405, "Method Not Allowed").with("Allow", "GET"));
            case "/metrics" -> metrics();
            default ->
                health.endpoint(request)
                        .orElseGet(() -> Endpoint.fixed(Reply.error(404, "404 page not found")));
        };
    }

    private Endpoint metrics() {
        return new Endpoint.Whole((_, _, answer) -> {
            answer.accept(new Reply(
                    200, List.of(new Header("Content-Type", EtcdMetrics.CONTENT_TYPE)), metrics.text()));
            return () -> {};
        });
    }
}

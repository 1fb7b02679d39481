package org.allmende.gateway.etcd;

import java.util.List;
import org.allmende.gateway.etcd.http.Endpoint;
import org.allmende.gateway.etcd.http.Endpoint.Endpoints;
import org.allmende.gateway.etcd.http.Reply;
import org.allmende.gateway.etcd.http.Request;
import org.allmende.gateway.etcd.json.JsonGateway;
import org.allmende.ledger.encoding.Bytes;

/** What is at which path, over HTTP/1.1. */
final class EtcdPaths implements Endpoints {
    /** What etcd 3.4 called its interface before it was settled, and still takes. */
    private static final String BETA = "/v3beta/";

    private static final String V3 = "/v3/";

    private final JsonGateway json;

    EtcdPaths(JsonGateway json) {
        this.json = json;
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
        return Endpoint.fixed(Reply.error(404, "404 page not found"));
    }
}

package org.allmende.gateway.http;

import java.util.Map;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;

/** What a person sees who opens the node's address: which node this is, and what can be asked. */
final class FrontPage {
    /** The page loads nothing, from here or anywhere. */
    static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");

    private static final String PATHS =
            """
            GET  /health
            GET  /metrics
            GET  /v1/status
            GET  /v1/network
            GET  /v1/state/digest
            GET  /v1/accounts/{id}
            GET  /v1/keyspaces
            GET  /v1/keyspaces/{name}
            GET  /v1/keyspaces/{name}/range
            GET  /v1/keyspaces/{name}/watch
            GET  /v1/events
            GET  /v1/receipts/{id}
            POST /v1/transactions
            POST /v1/transactions/decode
            """;

    private FrontPage() {}

    static Bytes of(String node, Genesis genesis) {
        String rehearsal = genesis.rehearsal()
                ? "<p><strong>Rehearsal:</strong> all nodes of this network run on one machine. It shows how the "
                        + "network behaves; it does not survive the loss of that machine.</p>"
                : "";
        return Bytes.utf8(
                """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s in %2$s</title>
                <style>
                :root { color-scheme: light dark }
                body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem }
                pre, code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap }
                </style>
                <h1>%1$s</h1>
                <p>A node of the network <strong>%2$s</strong>, <code>%3$s</code>.</p>
                %4$s
                <p>Answers are JSON, or Borsh for <code>Accept: application/x-borsh</code>. What can be asked:</p>
                <pre>%5$s</pre>
                </html>
                """
                        .formatted(
                                escape(node), escape(genesis.name()), genesis.networkId(), rehearsal, escape(PATHS)));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}

package org.allmende.consensus.hashgraph;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NodeCard;

/** Cards for nodes on this machine. */
final class TestCards {
    private TestCards() {}

    static NodeCard card(String name, Bytes certificate, String host, int port, long weight) {
        Bytes key = Bytes.wrap(new byte[32]);
        return new NodeCard(
                name,
                "operator of " + name,
                "provider of " + name,
                "here",
                "DE",
                weight,
                certificate,
                key,
                key,
                host,
                port,
                "http://127.0.0.1:1");
    }
}

package org.allmende.ledger.genesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.allmende.ledger.Bench;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.encoding.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A card is read by every member, whoever wrote it: what it says can be used wherever it is used. */
class NodeCardTest {
    private static final Codec<NodeCard> CODEC = Schema.standard().codec(NodeCard.class);

    private final NodeCard like = new Bench().genesis.nodes().getFirst();

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "node.example.org", "node-1", "::1", "fd00::17"})
    void saysAMachineByAddressOrName(String host) {
        assertThat(card(host, like.apiUrl()).gossipAddress()).endsWith(":7000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "not an address", "a/b", "a:1", "[::1]", "::1%eth0", "10.1.2.300", "a@b", "a?b", "*"})
    void aHostThatIsNoneIsRefused(String host) {
        assertThatThrownBy(() -> card(host, like.apiUrl()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("node 'anna'")
                .hasMessageContaining("'" + host + "' is no address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:7700", "https://node.example.org", "http://[fd00::17]:7700", "https://a.example:65535"
            })
    void saysWhereClientsReachIt(String url) {
        assertThat(card(like.host(), url).api()).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "not an address", "node.example.org", "node.example.org:7700", "ftp://a.example", "javascript:alert(1)",
                "http://a.example/", "http://a.example/path", "http://a.example?x", "http://a.example#x",
                "http://user@a.example", "http://*:7700", "http://a.example; script-src *", "http://a.example:0",
                "http://a.example:65536", "http://[::1%25eth0]:7700", "http:///a", "http://10.1.2.300"
            })
    void anAddressForClientsThatIsNoneIsRefused(String url) {
        assertThatThrownBy(() -> card(like.host(), url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("node 'anna': '" + url + "' is no address for clients");
    }

    /** It stands in a file and in a genesis, which are refused with it. */
    @Test
    void itsBytesAreRefusedForTheSame() {
        NodeCard right = card(like.host(), "http://a-example");
        byte[] bytes = CODEC.encode(right).toArray();
        bytes[bytes.length - "example".length() - 1] = ' ';

        assertThatThrownBy(() -> CODEC.decode(Bytes.wrap(bytes)))
                .isInstanceOf(MalformedException.class)
                .hasStackTraceContaining("'http://a example' is no address for clients");
    }

    private NodeCard card(String host, String url) {
        return new NodeCard(
                like.name(), like.operator(), like.provider(), like.region(), like.jurisdiction(), like.weight(),
                like.gossipCertificate(), like.gatewayKey(), like.operatorKey(), host, like.gossipPort(), url);
    }
}

package org.allmende.node.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import org.allmende.node.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerOptionsTest {
    private static final String TWO = "--name a --initial-cluster a=http://127.0.0.1:2380,b=http://127.0.0.1:2381";

    @Test
    void whatIsNotSaidFollowsFromTheList() throws Refusal {
        PeerOptions options = parse(TWO);
        assertThat(options.areSeveral()).isTrue();
        assertThat(options.listen()).containsExactly(URI.create("http://127.0.0.1:2380"));
        assertThat(options.advertised()).isEqualTo(options.listen());
        assertThat(options.gossipPort()).isEqualTo(3380);
        assertThat(parse(TWO + " --gossip-port 7").gossipPort()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"64535,65535", "64536,63536"})
    void theGossipPortIsBesideThatOfThePeerUrl(int peer, int gossip) throws Refusal {
        assertThat(parse(TWO.replace("2380", "" + peer)).gossipPort()).isEqualTo(gossip);
    }

    @Test
    void oneMemberNeedsNoneOfThis() throws Refusal {
        assertThat(parse("--name x").areSeveral()).isFalse();
        assertThat(parse("--initial-cluster x=http://192.0.2.1:2380 --name y").areSeveral()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --name c                                              | does not name 'c'
            --initial-advertise-peer-urls http://127.0.0.1:9      | and --initial-advertise-peer-urls is
            --listen-peer-urls http://0.0.0.0:2380                | neither on this machine alone nor protected
            --listen-peer-urls https://127.0.0.1:2380             | there is no certificate
            --initial-cluster a=http://127.0.0.1:1,b=http://192.0.2.1:1 | http://192.0.2.1:1 is neither
            --peer-cert-file c.pem                                | TLS among members needs
            --peer-client-cert-auth                               | TLS among members needs
            --gossip-port 0                                       | --gossip-port is 1 to 65535, not '0'
            --gossip-port 65536                                   | --gossip-port is 1 to 65535, not '65536'
            """)
    void whatWouldBeUnprotectedOrNotFoundIsRefused(String more, String why) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> parse(TWO + " " + more))
                .withMessageContaining(why);
    }

    private static PeerOptions parse(String line) throws Refusal {
        return PeerOptions.of(EtcdFlags.parse(Arrays.asList(line.split(" ")), Map.of()));
    }
}

package org.allmende.ledger.genesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.allmende.ledger.Bench;
import org.allmende.ledger.encoding.MalformedException;
import org.junit.jupiter.api.Test;

class GenesisTest {
    private final Genesis good = new Bench().genesis;

    @Test
    void isTheSameNetworkAsLongAsItsBytesAreTheSame() throws MalformedException {
        Genesis read = Genesis.CODEC.decode(Genesis.CODEC.encode(good));

        assertThat(read).isEqualTo(good);
        assertThat(read.networkId()).isEqualTo(good.networkId());
        assertThat(with(good.nodes(), List.of()).networkId()).isNotEqualTo(good.networkId());
    }

    @Test
    void namesOfNodesAndOfKeyspacesAreUnique() {
        NodeCard node = good.nodes().getFirst();
        GenesisKeyspace keyspace = good.keyspaces().getFirst();

        assertThatThrownBy(() -> with(List.of(node, node), good.keyspaces()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two nodes are named '" + node.name() + "'; each needs its own name");
        assertThatThrownBy(() -> with(good.nodes(), List.of(keyspace, keyspace)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two keyspaces are named 'default'; each needs its own name");
    }

    @Test
    void aNetworkHasANode() {
        assertThatThrownBy(() -> with(List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a network has at least one node");
    }

    private Genesis with(List<NodeCard> nodes, List<GenesisKeyspace> keyspaces) {
        return new Genesis(
                good.name(), good.salt(), good.rehearsal(), good.startMillis(), good.parameters(), nodes, keyspaces);
    }
}

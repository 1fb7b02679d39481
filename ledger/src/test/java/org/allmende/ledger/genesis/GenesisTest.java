package org.allmende.ledger.genesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.allmende.ledger.Bench;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Digests;
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

    @Test
    void startsNoEarlierThanTheCheckpointItStartsFrom() {
        Origin origin = origin(good.startMillis() + 1);

        assertThat(good.from(origin).startMillis()).isEqualTo(good.startMillis() + 1);
        assertThat(good.from(origin(good.startMillis() - 1)).startMillis()).isEqualTo(good.startMillis());
        assertThatThrownBy(() -> new Genesis(
                        good.name(),
                        good.salt(),
                        good.rehearsal(),
                        good.startMillis(),
                        good.parameters(),
                        good.nodes(),
                        good.keyspaces(),
                        Optional.of(origin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("before the checkpoint it starts from");
    }

    @Test
    void startsWithinTheYearsThatATimestampCanTell() {
        assertThat(startingAt(0).startMillis()).isZero();
        assertThat(startingAt(Limits.GENESIS_START_MILLIS_MAX).startMillis()).isEqualTo(Limits.GENESIS_START_MILLIS_MAX);
        assertThat(Instant.ofEpochMilli(Limits.GENESIS_START_MILLIS_MAX)).hasToString("9999-12-31T23:59:59.999Z");
        assertThatThrownBy(() -> startingAt(Limits.GENESIS_START_MILLIS_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the end of the year 9999");
        assertThatThrownBy(() -> startingAt(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 1970");
    }

    private Genesis startingAt(long millis) {
        return new Genesis(
                good.name(), good.salt(), good.rehearsal(), millis, good.parameters(), good.nodes(), good.keyspaces());
    }

    @Test
    void isAnotherNetworkForEveryCheckpointItStartsFrom() {
        Genesis from = good.from(origin(1));

        assertThat(from.heightBefore()).isEqualTo(7);
        assertThat(good.heightBefore()).isZero();
        assertThat(Set.of(good.networkId(), from.networkId(), good.from(origin(2)).networkId())).hasSize(3);
    }

    @Test
    void aCheckpointIsOfAHeight() {
        assertThatThrownBy(() -> new Origin(Digests.sha256("s"), good.networkId(), 0, 1, Digests.sha256("d")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 1 on");
    }

    private Origin origin(long timeMillis) {
        return new Origin(Digests.sha256("statement"), good.networkId(), 7, timeMillis, Digests.sha256("rows"));
    }

    private Genesis with(List<NodeCard> nodes, List<GenesisKeyspace> keyspaces) {
        return new Genesis(
                good.name(), good.salt(), good.rehearsal(), good.startMillis(), good.parameters(), nodes, keyspaces);
    }
}

package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import org.allmende.node.Engine;
import org.allmende.node.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the machine must have before anything is started. */
class MachineTest {
    @Test
    void memoryForAllNodesMustBeAvailable() {
        long enough = 4L * Engine.HASHGRAPH.memoryMegabytes();
        assertThatCode(() -> Memory.require(OptionalLong.of(enough), 4, Engine.HASHGRAPH)).doesNotThrowAnyException();
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Memory.require(OptionalLong.of(enough - 1), 4, Engine.HASHGRAPH))
                .withMessageContaining("too little memory: 4 hashgraph nodes need")
                .withMessageContaining("nothing was started");
    }

    @Test
    void aSystemThatDoesNotTellItsMemoryIsNotInTheWay() {
        assertThatCode(() -> Memory.require(OptionalLong.empty(), 10, Engine.HASHGRAPH)).doesNotThrowAnyException();
    }

    @Test
    void availableIsWhatProgramsCanTake() {
        assertThat(Memory.available(List.of("MemTotal:  8000000 kB", "MemFree:  100 kB", "MemAvailable:  2048000 kB")))
                .hasValue(2000);
        assertThat(Memory.available(List.of("MemTotal:  8000000 kB"))).isEmpty();
    }

    @Test
    void portsAreThreeRowsFromABase() throws Refusal {
        assertThat(Ports.from(7700, 3)).isEqualTo(new Ports(
                        List.of(7700, 7701, 7702), List.of(7750, 7751, 7752), List.of(7800, 7801, 7802)));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 1023, 65_433})
    void portsOutsideTheRangeAreRefused(int base) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Ports.from(base, 4))
                .satisfies(refusal -> assertThat(refusal.advice()).contains("between 1024 and 65432"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 65_432})
    void theRangeIsInclusive(int base) throws Refusal {
        assertThat(Ports.from(base, 4).etcd()).last().isEqualTo(base + Ports.ETCD_OFFSET + 3);
    }

    @Test
    void freePortsAreAllDifferent() throws Refusal {
        Ports ports = Ports.from(0, 10);
        var all = new HashSet<>(ports.http());
        all.addAll(ports.gossip());
        all.addAll(ports.etcd());
        assertThat(all).hasSize(30);
        assertThatCode(ports::requireFree).doesNotThrowAnyException();
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Ports ports = new Ports(List.of(), List.of(other.getLocalPort()), List.of());
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(ports::requireFree)
                    .withMessageContaining("port " + other.getLocalPort() + " is taken by another program");
        }
    }
}

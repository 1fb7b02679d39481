package org.allmende.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreePortsTest {
    @TempDir
    Path dir;

    @Test
    void noneIsGivenTwiceAndEachCanBeListenedOn() throws IOException {
        List<Integer> ports = FreePorts.several(30);
        assertThat(new HashSet<>(ports)).hasSize(30);
        for (int port : ports) {
            assertThat(port).isBetween(FreePorts.MIN, FreePorts.MAX);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
                assertThat(socket.getLocalPort()).isEqualTo(port);
            }
        }
    }

    @Test
    void theyLieBelowThoseOfConnections() throws IOException {
        assertThat(FreePorts.highest(range("20000\t60999\n"))).isEqualTo(19_999);
        assertThat(FreePorts.highest(range("32768\t60999\n"))).isEqualTo(32_767);
        assertThat(FreePorts.highest(range("49152 65535"))).isEqualTo(FreePorts.MAX);
    }

    @Test
    void aSystemThatLeavesNoneOrSaysNothingGetsTheUsualOnes() throws IOException {
        assertThat(FreePorts.highest(range("1024\t65535\n"))).isEqualTo(FreePorts.MAX);
        assertThat(FreePorts.highest(range("all of them"))).isEqualTo(FreePorts.MAX);
        assertThat(FreePorts.highest(dir.resolve("nothing"))).isEqualTo(FreePorts.MAX);
    }

    private Path range(String text) throws IOException {
        return Files.writeString(dir.resolve("range"), text);
    }
}

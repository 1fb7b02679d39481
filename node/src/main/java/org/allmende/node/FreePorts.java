package org.allmende.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Ports of this machine for a program that keeps its port: one that is stopped and started again has to find it free.
 * The system gives the ends of connections ports of a range of its own (Linux: 32768 to 60999), and a port of that range
 * can be in use by any connection when its program comes back. So ours lie below.
 */
public final class FreePorts {
    /** The lowest that is given. */
    public static final int MIN = 10_000;

    /** The highest that is given, unless the range for the ends of connections begins below it. */
    public static final int MAX = 32_767;

    private static final Path RANGE_OF_CONNECTIONS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    private FreePorts() {}

    /** One on 127.0.0.1 that nobody listened on just now; whoever takes it first has it. */
    public static int any() throws IOException {
        return several(1).getFirst();
    }

    /**
     * As many different ones, in no order.
     *
     * @throws IOException when there are not as many
     */
    public static List<Integer> several(int count) throws IOException {
        List<Integer> candidates = new ArrayList<>(
                IntStream.rangeClosed(MIN, highest(RANGE_OF_CONNECTIONS)).boxed().toList());
        Collections.shuffle(candidates, ThreadLocalRandom.current());
        List<Integer> free = new ArrayList<>();
        for (int port : candidates) {
            if (free.size() == count) {
                break;
            }
            if (isFree(port)) {
                free.add(port);
            }
        }
        if (free.size() < count) {
            throw new IOException("fewer than " + count + " free ports on 127.0.0.1");
        }
        return List.copyOf(free);
    }

    /** Below the range in this file, if it says one that leaves us some. */
    static int highest(Path rangeOfConnections) {
        @Nullable Integer first = firstOf(rangeOfConnections);
        return first == null || first <= MIN + 1_000 ? MAX : Math.min(MAX, first - 1);
    }

    private static @Nullable Integer firstOf(Path range) {
        try {
            return Integer.valueOf(Files.readString(range).strip().split("\\s+", 2)[0]);
        } catch (IOException | NumberFormatException e) {
            return null; // another system, or one that does not say
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

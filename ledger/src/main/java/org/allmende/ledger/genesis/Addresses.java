package org.allmende.ledger.genesis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** What may be the address of a machine, its port, and the address of a node's HTTP port (RFC 3986, 3.2.2). */
public final class Addresses {
    private static final int PORT_MAX = 65_535;

    private Addresses() {}

    /**
     * Where an HTTP port of a machine is.
     *
     * @param host an IP address, without brackets, or a name
     * @return nothing when it is neither
     */
    public static Optional<URI> http(String host, int port) {
        try {
            return Optional.of(new URI("http", null, host, port, null, null, null)).filter(Addresses::isOrigin);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException unless {@code port} is 1 to 65535 */
    public static void checkPort(int port) {
        if (!isPort(port)) {
            throw new IllegalArgumentException("a port is 1 to " + PORT_MAX + ", not " + port);
        }
    }

    /** Whether this is {@code http} or {@code https}, a machine and perhaps a port and a slash, and nothing else. */
    public static boolean isServer(URI address) {
        return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                && address.getHost() != null
                && (address.getPort() == -1 || isPort(address.getPort()))
                && address.getRawUserInfo() == null
                && (address.getRawPath().isEmpty() || address.getRawPath().equals("/"))
                && address.getRawQuery() == null
                && address.getRawFragment() == null;
    }

    /** No slash, and no zone in an IPv6 address, which means something to its own machine only (RFC 4007, 11). */
    private static boolean isOrigin(URI address) {
        return isServer(address) && address.getRawPath().isEmpty() && address.getHost().indexOf('%') < 0;
    }

    private static boolean isPort(int port) {
        return port >= 1 && port <= PORT_MAX;
    }

    /** @throws IllegalArgumentException unless {@code host} is an IP address, without brackets, or a name */
    static void checkHost(String node, String host) {
        if (http(host, PORT_MAX).isEmpty() || host.startsWith("[")) {
            throw new IllegalArgumentException(
                    "node '" + node + "': host '" + host + "' is no address; give an IP address or a name");
        }
    }

    /** @throws IllegalArgumentException unless {@code url} is one that others can use as it is, without a slash */
    static void checkOrigin(String node, String url) {
        try {
            if (isOrigin(new URI(url))) {
                return;
            }
        } catch (URISyntaxException e) {
            // Told below, as any other text that is none.
        }
        throw new IllegalArgumentException(
                "node '" + node + "': '" + url + "' is no address for clients; one is written http://HOST:PORT");
    }
}

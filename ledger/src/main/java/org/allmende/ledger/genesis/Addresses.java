package org.allmende.ledger.genesis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** What may be the address of a machine and what that of a node's HTTP port (RFC 3986, 3.2.2). */
public final class Addresses {
    /** Nothing that means anything outside an address; an IPv6 address has no zone, which only its own machine knows. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]");

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

    /** Whether this is {@code http} or {@code https}, a machine and perhaps a port, and nothing else. */
    public static boolean isOrigin(URI address) {
        return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                && address.getHost() != null
                && HOST.matcher(address.getHost()).matches()
                && address.getPort() <= PORT_MAX
                && address.getPort() != 0
                && address.getRawUserInfo() == null
                && address.getRawQuery() == null
                && address.getRawFragment() == null
                && address.getRawPath().isEmpty();
    }

    /** @throws IllegalArgumentException unless {@code host} is an IP address, without brackets, or a name */
    static void checkHost(String node, String host) {
        if (http(host, PORT_MAX).isEmpty() || host.startsWith("[")) {
            throw new IllegalArgumentException(
                    "node '" + node + "': host '" + host + "' is no address; give an IP address or a name");
        }
    }

    /** @throws IllegalArgumentException unless {@code url} is an {@link #isOrigin origin} */
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

package org.allmende.node.etcd.forming;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.Names;
import org.allmende.node.Refusal;

/**
 * The members that a network is to begin with, as {@code --initial-cluster} lists them, and the token that keeps apart
 * those who list the same.
 *
 * @param urls where each is asked, by its name; in the order of names, which is that of the network
 * @param token the hash of {@code --initial-cluster-token}: a token is told to nobody
 */
public record Roll(SortedMap<String, List<URI>> urls, Bytes token) {
    private static final String LOCALHOST = "localhost";
    private static final int PORT_MAX = 65_535;

    public Roll {
        urls = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(urls));
    }

    /**
     * Of what two flags say.
     *
     * @throws Refusal when a member has no name that a node may have, or no URL, or one that another has too
     */
    public static Roll of(String initialCluster, String token) throws Refusal {
        Map<String, List<URI>> urls = new LinkedHashMap<>();
        Map<URI, String> owners = new HashMap<>();
        for (String each : initialCluster.split(",")) {
            if (each.isBlank()) {
                continue;
            }
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw new Refusal(
                        "--initial-cluster names '" + each.strip() + "'",
                        "write each member as NAME=URL, with commas between");
            }
            String name = each.substring(0, equals).strip();
            URI url = url("initial-cluster", each.substring(equals + 1).strip());
            requireName(name);
            String other = owners.put(url, name);
            if (other != null) {
                throw new Refusal(
                        "--initial-cluster has " + url + " twice, for " + other + " and " + name,
                        "give each member a URL of its own");
            }
            urls.merge(name, List.of(url), Roll::joined);
        }
        if (urls.size() > Limits.NODES_MAX) {
            throw new Refusal(
                    "--initial-cluster names " + urls.size() + " members, and a network has " + Limits.NODES_MAX
                            + " at most",
                    "begin with fewer");
        }
        return new Roll(new TreeMap<>(urls), Digests.sha256("allmende/1/etcd-cluster-token", Bytes.utf8(token)));
    }

    private static List<URI> joined(List<URI> before, List<URI> more) {
        return java.util.stream.Stream.concat(before.stream(), more.stream()).toList();
    }

    private static void requireName(String name) throws Refusal {
        try {
            Names.check("member", name);
        } catch (IllegalArgumentException e) {
            throw new Refusal("--initial-cluster: " + e.getMessage(), "rename it there and in its --name", e);
        }
    }

    /**
     * One address of a member; {@code localhost} is 127.0.0.1, so that all mean the same by it.
     *
     * @param flag the flag it stands in
     * @throws Refusal unless it is http or https, a host, a port and nothing else
     */
    public static URI url(String flag, String text) throws Refusal {
        try {
            URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean known = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (known
                    && url.getHost() != null
                    && url.getPort() >= 1
                    && url.getPort() <= PORT_MAX
                    && url.getPath().isEmpty()
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null) {
                String host = url.getHost().equals(LOCALHOST) ? "127.0.0.1" : url.getHost();
                return new URI(url.getScheme(), null, host, url.getPort(), null, null, null);
            }
        } catch (URISyntaxException e) {
            // Refused below, as any other text that is none.
        }
        throw new Refusal(
                "--" + flag + " names '" + text + "'", "write each address as http://HOST:PORT or https://HOST:PORT");
    }

    /** The host of an address without brackets. */
    public static String host(URI url) {
        return url.getHost().replaceAll("[\\[\\]]", "");
    }

    /** Whether only this machine reaches it; a name that nobody knows is not so. */
    public static boolean isLoopback(URI url) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host(url))).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    public int size() {
        return urls.size();
    }

    public boolean names(String name) {
        return urls.containsKey(name);
    }

    /** Where a member is asked; empty: it is none. */
    public List<URI> urls(String name) {
        return urls.getOrDefault(name, List.of());
    }

    /** In one spelling: who writes the members in another order means the same. */
    public String text() {
        return urls.entrySet().stream()
                .flatMap(each -> each.getValue().stream().sorted().map(url -> each.getKey() + "=" + url))
                .collect(Collectors.joining(","));
    }

    /** As the list of members tells them. */
    public Map<String, List<String>> peers() {
        Map<String, List<String>> peers = new LinkedHashMap<>();
        urls.forEach((name, each) -> peers.put(name, each.stream().map(URI::toString).toList()));
        return peers;
    }
}

package org.allmende.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.allmende.gateway.etcd.EtcdSettings;
import org.allmende.gateway.etcd.http.TlsSettings;
import org.allmende.ledger.encoding.Bytes;

/**
 * The node's gateway for clients of etcd. It signs with the node's own key: it can write what the keyspace's owner has
 * delegated to that account, and whoever reaches it can write that through it.
 *
 * @param addresses it listens on, as {@code 127.0.0.1:2379}; none: there is no gateway
 * @param keyspace the one it serves
 * @param prefix of the keys it may write, as delegated; empty: all
 * @param members where etcd's clients reach the nodes, by their names
 * @param tls empty: without
 * @param users how they show who they are, where the keyspace asks for them
 * @param compaction how much of the past it keeps
 * @param peers where nodes reach each other, by their names: what clients are told; one that is not there is where its card says
 */
public record EtcdListener(
        List<InetSocketAddress> addresses,
        String keyspace,
        String prefix,
        Map<String, List<String>> members,
        Optional<TlsSettings> tls,
        EtcdUsers users,
        EtcdCompaction compaction,
        Map<String, List<String>> peers) {
    /** No gateway. */
    public static final EtcdListener OFF =
            new EtcdListener(List.of(), "default", "", Map.of(), Optional.empty(), EtcdUsers.STANDARD);

    public EtcdListener {
        addresses = List.copyOf(addresses);
        members = Map.copyOf(members);
        peers = Map.copyOf(peers);
        if (keyspace.isBlank()) {
            throw new IllegalArgumentException("etcd.keyspace is a keyspace's name; 'default' is usual");
        }
    }

    /** Without compacting anything, and with the nodes' cards telling where they reach each other. */
    public EtcdListener(
            List<InetSocketAddress> addresses,
            String keyspace,
            String prefix,
            Map<String, List<String>> members,
            Optional<TlsSettings> tls,
            EtcdUsers users) {
        this(addresses, keyspace, prefix, members, tls, users, EtcdCompaction.STANDARD, Map.of());
    }

    /** Telling clients this of all members. */
    public EtcdListener telling(Map<String, List<String>> otherMembers, Map<String, List<String>> otherPeers) {
        return new EtcdListener(addresses, keyspace, prefix, otherMembers, tls, users, compaction, otherPeers);
    }

    public boolean isOn() {
        return !addresses.isEmpty();
    }

    /** @throws IOException as {@link EtcdUsers#settings} */
    EtcdSettings settings() throws IOException {
        InetSocketAddress first = addresses.getFirst();
        EtcdSettings settings = new EtcdSettings(
                        first.getHostString(),
                        first.getPort(),
                        Bytes.utf8(prefix),
                        members,
                        EtcdSettings.PROGRESS_INTERVAL)
                .withFurther(addresses.subList(1, addresses.size()))
                .withAuth(users.settings())
                .withRetention(compaction.settings())
                .withPeers(peers);
        return tls.map(settings::withTls).orElse(settings);
    }

    /** As in the settings' file. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("etcd.listen", addresses.stream().map(EtcdListener::text).collect(Collectors.joining(" ")));
        values.put("etcd.keyspace", keyspace);
        values.put("etcd.prefix", prefix);
        values.put("etcd.members", text(members));
        values.put("etcd.peers", text(peers));
        values.put("etcd.certificate", tls.map(files -> files.certificate().toString()).orElse(""));
        values.put("etcd.key", tls.map(files -> files.key().toString()).orElse(""));
        values.put(
                "etcd.authorities",
                tls.map(TlsSettings::trustedCa).map(Path::toString).orElse(""));
        values.put("etcd.clients", tls.filter(TlsSettings::clientCertificates).isPresent() ? "certified" : "any");
        values.put("etcd.auth-token", users.authToken());
        values.put("etcd.auth-token-ttl", Integer.toString(users.tokenSeconds()));
        values.put("etcd.bcrypt-cost", Integer.toString(users.bcryptCost()));
        values.put("etcd.auto-compaction-mode", compaction.mode());
        values.put("etcd.auto-compaction-retention", compaction.retention());
        return values;
    }

    private static String text(Map<String, List<String>> urls) {
        return urls.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> each.getKey() + "=" + String.join(",", each.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** One address as it is written. */
    public static String text(InetSocketAddress address) {
        String host = address.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** @throws IllegalArgumentException when it is not HOST:PORT */
    public static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            String plain = bracketed ? host.substring(1, host.length() - 1) : host;
            if (!plain.isEmpty() && bracketed == plain.contains(":") && port >= 1 && port <= 65_535) {
                return InetSocketAddress.createUnresolved(plain, port);
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw new IllegalArgumentException(
                "an address to listen on is written 127.0.0.1:2379, or [::1]:2379, and not '" + text + "'");
    }

    static Map<String, List<String>> members(String setting, List<String> words) {
        Map<String, List<String>> members = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1
                    || members.putIfAbsent(
                                    word.substring(0, equals),
                                    List.of(word.substring(equals + 1).split(",")))
                            != null) {
                throw new IllegalArgumentException(
                        setting + " names each node once, as anna=http://127.0.0.1:7800, not '" + word + "'");
            }
        }
        return members;
    }

    static Optional<TlsSettings> tls(String certificate, String key, String authorities, String clients) {
        boolean certified = clients.equals("certified");
        if (!certified && !clients.equals("any")) {
            throw new IllegalArgumentException("etcd.clients is 'any' or 'certified', not '" + clients + "'");
        }
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new IllegalArgumentException("etcd.certificate and etcd.key belong together: set both or none");
        }
        if (certificate.isEmpty()) {
            if (certified || !authorities.isEmpty()) {
                throw new IllegalArgumentException(
                        "clients show certificates over TLS only: set etcd.certificate and etcd.key too");
            }
            return Optional.empty();
        }
        return Optional.of(new TlsSettings(
                Path.of(certificate), Path.of(key), authorities.isEmpty() ? null : Path.of(authorities), certified));
    }
}

package org.allmende.gateway.etcd;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.allmende.gateway.etcd.auth.AuthSettings;
import org.allmende.gateway.etcd.compaction.Retention;
import org.allmende.gateway.etcd.http.HttpLimits;
import org.allmende.gateway.etcd.http.TlsSettings;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway listens.
 *
 * @param bind the address it listens on
 * @param port its port; 0: any free one
 * @param prefix of the keys it may write; empty: all
 * @param members where etcd's clients reach the nodes, by their names: what the list of members says
 * @param progressInterval how often a watcher that wants it is told how far it is, when nothing else is sent
 * @param further addresses it listens on besides
 * @param limits of what comes over HTTP/1.1
 * @param tls null: without
 * @param auth how users show who they are
 * @param retention how much of the past it keeps, which it compacts by itself
 * @param peers where nodes reach each other, by their names, as the list of members says; one that is not there is said to be
 *     where its card says
 */
public record EtcdSettings(
        String bind,
        int port,
        Bytes prefix,
        Map<String, List<String>> members,
        Duration progressInterval,
        List<InetSocketAddress> further,
        HttpLimits limits,
        @Nullable TlsSettings tls,
        AuthSettings auth,
        Retention retention,
        Map<String, List<String>> peers) {
    /** The version of etcd whose interface this is; clients switch features on by it. */
    public static final String VERSION = "3.5.21";

    /** What all members are said to be of at least, as etcd says it. */
    public static final String CLUSTER_VERSION = "3.5";

    /** etcd's own. */
    public static final Duration PROGRESS_INTERVAL = Duration.ofMinutes(10);

    public EtcdSettings {
        members = Map.copyOf(members);
        further = List.copyOf(further);
        peers = Map.copyOf(peers);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
    }

    /** Without TLS, and with the usual limits. */
    public EtcdSettings(
            String bind, int port, Bytes prefix, Map<String, List<String>> members, Duration progressInterval) {
        this(
                bind,
                port,
                prefix,
                members,
                progressInterval,
                List.of(),
                HttpLimits.DEFAULT,
                null,
                AuthSettings.DEFAULT,
                new Retention.All(),
                Map.of());
    }

    /** On this machine only, with nothing restricted. */
    public static EtcdSettings onLoopback(int port) {
        return new EtcdSettings("127.0.0.1", port, Bytes.EMPTY, Map.of(), PROGRESS_INTERVAL);
    }

    public EtcdSettings withLimits(HttpLimits other) {
        return copy(other, tls, auth, retention, peers);
    }

    public EtcdSettings withTls(TlsSettings other) {
        return copy(limits, other, auth, retention, peers);
    }

    public EtcdSettings withAuth(AuthSettings other) {
        return copy(limits, tls, other, retention, peers);
    }

    public EtcdSettings withRetention(Retention other) {
        return copy(limits, tls, auth, other, peers);
    }

    public EtcdSettings withPeers(Map<String, List<String>> other) {
        return copy(limits, tls, auth, retention, other);
    }

    /** Listens there as well. */
    public EtcdSettings withFurther(List<InetSocketAddress> addresses) {
        return new EtcdSettings(
                bind, port, prefix, members, progressInterval, addresses, limits, tls, auth, retention, peers);
    }

    private EtcdSettings copy(
            HttpLimits otherLimits,
            @Nullable TlsSettings otherTls,
            AuthSettings otherAuth,
            Retention otherRetention,
            Map<String, List<String>> otherPeers) {
        return new EtcdSettings(
                bind,
                port,
                prefix,
                members,
                progressInterval,
                further,
                otherLimits,
                otherTls,
                otherAuth,
                otherRetention,
                otherPeers);
    }

    /** Where other nodes reach a node; empty: where its card says. */
    public List<String> peerUrls(String node) {
        return peers.getOrDefault(node, List.of());
    }

    /** Where clients reach a node; empty: not known here. */
    public List<String> clientUrls(String node) {
        return members.getOrDefault(node, List.of());
    }
}

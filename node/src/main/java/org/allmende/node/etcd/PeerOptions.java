package org.allmende.node.etcd;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.node.Refusal;
import org.allmende.node.etcd.forming.PeerTls;
import org.allmende.node.etcd.forming.Roll;

/**
 * The members a member is one of, and how they reach each other.
 *
 * @param roll the members; one where no others are named
 * @param advertised where the others find this one
 * @param listen where it answers them; nothing does where it is alone
 * @param gossipPort where the engine listens, on the host of the first of these
 * @param tls whose files were named; empty: none
 */
record PeerOptions(Roll roll, List<URI> advertised, List<URI> listen, int gossipPort, Optional<Tls> tls) {
    /** How far above that of its peer URL a member's gossip port is, or below where there is none so high. */
    static final int GOSSIP_OFFSET = 1_000;

    private static final int PORT_MAX = 65_535;

    /** The files of peer TLS. */
    record Tls(Path certificate, Path key, Path authorities, boolean certified) {
        PeerTls read() throws Refusal {
            return PeerTls.read(certificate, key, authorities, certified);
        }
    }

    static PeerOptions of(EtcdFlags flags) throws Refusal {
        String name = flags.value("name");
        Roll roll = Roll.of(flags.value("initial-cluster"), flags.value("initial-cluster-token"));
        List<URI> advertised = roll.names(name) && !flags.given().containsKey("initial-advertise-peer-urls")
                ? roll.urls(name)
                : urls(flags, "initial-advertise-peer-urls");
        List<URI> listen = roll.names(name) && !flags.given().containsKey("listen-peer-urls")
                ? roll.urls(name)
                : urls(flags, "listen-peer-urls");
        PeerOptions options =
                new PeerOptions(roll, advertised, listen, gossipPort(flags, advertised.getFirst()), tls(flags));
        if (options.areSeveral()) {
            options.requireNamed(name);
            options.requireProtected();
        }
        return options;
    }

    boolean areSeveral() {
        return roll.size() > 1;
    }

    private static List<URI> urls(EtcdFlags flags, String flag) throws Refusal {
        List<URI> urls = new ArrayList<>();
        for (String each : flags.value(flag).split(",")) {
            urls.add(Roll.url(flag, each.strip()));
        }
        return urls;
    }

    private static int gossipPort(EtcdFlags flags, URI peer) throws Refusal {
        String given = flags.value(EtcdFlag.GOSSIP_PORT);
        if (given.isEmpty()) {
            int above = peer.getPort() + GOSSIP_OFFSET;
            return above <= PORT_MAX ? above : peer.getPort() - GOSSIP_OFFSET;
        }
        try {
            int port = Integer.parseInt(given);
            if (port >= 1 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw new Refusal("--gossip-port is 1 to " + PORT_MAX + ", not '" + given + "'", "give a port, or leave it out");
    }

    private static Optional<Tls> tls(EtcdFlags flags) throws Refusal {
        String certificate = flags.value("peer-cert-file");
        String key = flags.value("peer-key-file");
        String authorities = flags.value("peer-trusted-ca-file");
        boolean certified = flags.isOn("peer-client-cert-auth");
        if (certificate.isEmpty() && key.isEmpty() && authorities.isEmpty() && !certified) {
            return Optional.empty();
        }
        if (certificate.isEmpty() || key.isEmpty() || authorities.isEmpty()) {
            throw new Refusal(
                    "TLS among members needs a certificate, its key, and who issues those of the others",
                    "give --peer-cert-file, --peer-key-file and --peer-trusted-ca-file");
        }
        return Optional.of(new Tls(
                Path.of(certificate).toAbsolutePath(),
                Path.of(key).toAbsolutePath(),
                Path.of(authorities).toAbsolutePath(),
                certified));
    }

    private void requireNamed(String name) throws Refusal {
        if (!roll.names(name)) {
            throw new Refusal(
                    "--initial-cluster does not name '" + name + "', which is this member",
                    "give the --name that stands there");
        }
        if (!advertised.stream().sorted().toList().equals(roll.urls(name).stream().sorted().toList())) {
            throw new Refusal(
                    "--initial-cluster has " + name + " at " + roll.urls(name)
                            + ", and --initial-advertise-peer-urls is " + advertised,
                    "give both alike");
        }
    }

    private void requireProtected() throws Refusal {
        List<URI> all = new ArrayList<>(listen);
        roll.urls().values().forEach(all::addAll);
        for (URI url : all) {
            boolean https = "https".equals(url.getScheme());
            if (!https && !Roll.isLoopback(url)) {
                throw new Refusal(
                        "the peer URL " + url + " is neither on this machine alone nor protected",
                        "say https there, with --peer-cert-file, --peer-key-file and --peer-trusted-ca-file");
            }
            if (https && tls.isEmpty()) {
                throw new Refusal(
                        "the peer URL " + url + " says https, and there is no certificate",
                        "give --peer-cert-file, --peer-key-file and --peer-trusted-ca-file");
            }
        }
    }

    /** Where gossip binds. */
    String gossipBind() {
        return Roll.host(listen.getFirst());
    }

    /** The engine would meet it as a fault, and later. */
    static void requireFree(String host, int port) throws Refusal {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new Refusal(
                    "cannot gossip on " + host + ":" + port + ": " + e.getMessage(),
                    "end what listens there, or give a new member another --gossip-port",
                    e);
        }
    }
}

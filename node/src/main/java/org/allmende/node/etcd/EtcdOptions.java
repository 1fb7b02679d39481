package org.allmende.node.etcd;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allmende.coordination.CoordinationLimits;
import org.allmende.gateway.etcd.http.TlsSettings;
import org.allmende.node.EtcdCompaction;
import org.allmende.node.EtcdListener;
import org.allmende.node.EtcdUsers;
import org.allmende.node.Refusal;

/**
 * What a member of etcd is started as.
 *
 * @param name the member's
 * @param dataDir everything it keeps
 * @param listener where it answers clients
 * @param peers it is one of, and how they reach each other
 */
record EtcdOptions(String name, Path dataDir, EtcdListener listener, PeerOptions peers) {
    private static final String LOCALHOST = "localhost";

    static EtcdOptions of(EtcdFlags flags) throws Refusal {
        String name = flags.value("name");
        String dataDir = flags.value("data-dir");
        List<URI> listen = urls(flags, "listen-client-urls");
        if (flags.given().containsKey("listen-client-urls") && !flags.given().containsKey("advertise-client-urls")) {
            throw new Refusal(
                    "--advertise-client-urls is required when --listen-client-urls is set explicitly",
                    "give the addresses by which clients reach it");
        }
        List<URI> advertised = flags.value("advertise-client-urls").isEmpty()
                ? listen
                : urls(flags, "advertise-client-urls");
        return new EtcdOptions(
                name,
                Path.of(dataDir.isEmpty() ? name + ".etcd" : dataDir),
                new EtcdListener(
                        listen.stream().map(EtcdOptions::address).toList(),
                        "default",
                        "",
                        Map.of(name, advertised.stream().map(URI::toString).toList()),
                        tls(flags, listen),
                        users(flags),
                        compaction(flags),
                        Map.of()),
                PeerOptions.of(flags));
    }

    private static List<URI> urls(EtcdFlags flags, String flag) throws Refusal {
        List<URI> urls = Arrays.stream(flags.value(flag).split(","))
                .map(String::strip)
                .map(URI::create)
                .toList();
        for (URI url : urls) {
            boolean known = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (!known || url.getHost() == null || url.getPort() < 1 || !url.getPath().isEmpty()) {
                throw new Refusal(
                        "--" + flag + " names '" + url + "'", "write each address as http://HOST:PORT or https://HOST:PORT");
            }
        }
        return urls;
    }

    /** etcd's default, and harnesses after it, say localhost; which of its addresses that is, is not left to chance. */
    private static InetSocketAddress address(URI url) {
        String host = url.getHost().equals(LOCALHOST) ? "127.0.0.1" : url.getHost();
        return InetSocketAddress.createUnresolved(host.replaceAll("[\\[\\]]", ""), url.getPort());
    }

    private static EtcdUsers users(EtcdFlags flags) throws Refusal {
        try {
            return new EtcdUsers(
                    flags.value("auth-token"),
                    Integer.parseInt(flags.value("auth-token-ttl")),
                    Integer.parseInt(flags.value("bcrypt-cost")));
        } catch (NumberFormatException e) {
            throw new Refusal("--auth-token-ttl and --bcrypt-cost are whole numbers", "say seconds, and 4 to 31", e);
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "leave it out for etcd's standard", e);
        }
    }

    private static EtcdCompaction compaction(EtcdFlags flags) throws Refusal {
        try {
            return new EtcdCompaction(flags.value("auto-compaction-mode"), flags.value("auto-compaction-retention"));
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "correct it, or leave it out to keep everything", e);
        }
    }

    /**
     * What the versions of all keys may take, by etcd's {@code --quota-backend-bytes}: 0 is etcd's standard, less is none.
     *
     * @return 0: none
     */
    static long quota(EtcdFlags flags) throws Refusal {
        try {
            long bytes = Long.parseLong(flags.value("quota-backend-bytes"));
            return bytes == 0 ? CoordinationLimits.QUOTA_BYTES_STANDARD : Math.max(bytes, 0);
        } catch (NumberFormatException e) {
            throw new Refusal(
                    "--quota-backend-bytes is a whole number, not " + flags.value("quota-backend-bytes"),
                    "say bytes, 0 for 2 GiB, or -1 for no quota",
                    e);
        }
    }

    private static Optional<TlsSettings> tls(EtcdFlags flags, List<URI> listen) throws Refusal {
        boolean https = listen.stream().allMatch(url -> "https".equals(url.getScheme()));
        if (!https && listen.stream().anyMatch(url -> "https".equals(url.getScheme()))) {
            throw new Refusal(
                    "--listen-client-urls mixes http and https", "listen with TLS everywhere, or nowhere");
        }
        String certificate = flags.value("cert-file");
        String key = flags.value("key-file");
        boolean given = !certificate.isEmpty() && !key.isEmpty();
        if (https != given) {
            throw new Refusal(
                    https
                            ? "--listen-client-urls says https, and there is no certificate"
                            : "there is a certificate, and --listen-client-urls says http",
                    https ? "give --cert-file and --key-file" : "say https, or leave --cert-file and --key-file out");
        }
        if (!https) {
            return Optional.empty();
        }
        String authorities = flags.value("trusted-ca-file");
        boolean certified = flags.isOn("client-cert-auth");
        if (certified && authorities.isEmpty()) {
            throw new Refusal(
                    "--client-cert-auth needs to know who issues certificates of clients", "give --trusted-ca-file");
        }
        return Optional.of(new TlsSettings(
                Path.of(certificate).toAbsolutePath(),
                Path.of(key).toAbsolutePath(),
                authorities.isEmpty() ? null : Path.of(authorities).toAbsolutePath(),
                certified));
    }
}

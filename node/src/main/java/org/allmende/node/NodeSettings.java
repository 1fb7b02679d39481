package org.allmende.node;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an operator may set for one node, kept in its folder as {@link NodeFolder#settings}. Nothing here is agreed on
 * with other nodes except the engine, which must be the same everywhere.
 *
 * @param engine how this network's nodes come to one order
 * @param httpBind the address the HTTP gateway listens on
 * @param httpPort its port, 1 to 65535; 0: there is none
 * @param httpHosts names besides the address and {@code localhost} by which clients may reach it
 * @param httpOrigins origins whose web pages may do through it what is not open to every origin
 * @param etcd the gateway for clients of etcd
 * @param gossipBind the address the engine listens on for other nodes; its port is the card's
 * @param heapMegabytes the most heap the process may take, at least {@link #HEAP_MEGABYTES_MIN}
 * @param jvmOptions further options for its Java virtual machine
 * @param log how each line of its log is written
 */
public record NodeSettings(
        Engine engine,
        String httpBind,
        int httpPort,
        List<String> httpHosts,
        List<String> httpOrigins,
        EtcdListener etcd,
        String gossipBind,
        int heapMegabytes,
        List<String> jvmOptions,
        LogFormat log) {
    public static final int HEAP_MEGABYTES_MIN = 256;

    /** What a new node gets. */
    public static final NodeSettings DEFAULT = new NodeSettings(
            Engine.HASHGRAPH,
            "127.0.0.1",
            7700,
            List.of(),
            List.of(),
            EtcdListener.OFF,
            "127.0.0.1",
            1500,
            List.of(),
            LogFormat.TEXT);

    /** Every setting, in the order of the file, with what it is for. */
    private static final Map<String, String> KEYS = keys();

    public NodeSettings {
        httpHosts = List.copyOf(httpHosts);
        httpOrigins = List.copyOf(httpOrigins);
        jvmOptions = List.copyOf(jvmOptions);
        if (httpPort < 0 || httpPort > 65_535) {
            throw new IllegalArgumentException("http.port is 0 (no HTTP) to 65535, not " + httpPort);
        }
        if (heapMegabytes < HEAP_MEGABYTES_MIN) {
            throw new IllegalArgumentException(
                    "heap.megabytes is at least " + HEAP_MEGABYTES_MIN + ", not " + heapMegabytes);
        }
        if (httpBind.isBlank() || gossipBind.isBlank()) {
            throw new IllegalArgumentException("an address to listen on is not empty; 127.0.0.1 is this machine only");
        }
    }

    /** @throws Refusal when a key is unknown or a value cannot be; a key that is not there has its default */
    static NodeSettings read(Path file) throws Refusal {
        return of(file.toString(), SettingsText.read(file, KEYS.keySet()));
    }

    static NodeSettings parse(String source, String text) throws Refusal {
        return of(source, SettingsText.parse(source, text.lines().toList(), KEYS.keySet()));
    }

    private static NodeSettings of(String source, Map<String, String> given) throws Refusal {
        Map<String, String> values = DEFAULT.values();
        values.putAll(given);
        try {
            return new NodeSettings(
                    Engine.of(value(values, "engine")),
                    value(values, "http.bind"),
                    number(values, "http.port"),
                    words(value(values, "http.hosts")),
                    words(value(values, "http.origins")),
                    etcd(values),
                    value(values, "gossip.bind"),
                    number(values, "heap.megabytes"),
                    words(value(values, "jvm.options")),
                    LogFormat.of(value(values, "log.format")));
        } catch (IllegalArgumentException e) {
            throw new Refusal(source + ": " + e.getMessage(), "correct the file", e);
        } catch (Refusal e) {
            throw new Refusal(source + ": " + e.getMessage(), e.advice(), e);
        }
    }

    private static EtcdListener etcd(Map<String, String> values) {
        return new EtcdListener(
                words(value(values, "etcd.listen")).stream()
                        .map(EtcdListener::address)
                        .toList(),
                value(values, "etcd.keyspace"),
                value(values, "etcd.prefix"),
                EtcdListener.members("etcd.members", words(value(values, "etcd.members"))),
                EtcdListener.tls(
                        value(values, "etcd.certificate"),
                        value(values, "etcd.key"),
                        value(values, "etcd.authorities"),
                        value(values, "etcd.clients")),
                new EtcdUsers(
                        value(values, "etcd.auth-token"),
                        number(values, "etcd.auth-token-ttl"),
                        number(values, "etcd.bcrypt-cost")),
                new EtcdCompaction(
                        value(values, "etcd.auto-compaction-mode"),
                        value(values, "etcd.auto-compaction-retention")),
                EtcdListener.members("etcd.peers", words(value(values, "etcd.peers"))));
    }

    /** The file's text: every key, with its value and what it is for. */
    public String text() {
        StringBuilder text = new StringBuilder("# Settings of one Allmende node, read when it starts.\n");
        Map<String, String> values = values();
        KEYS.forEach((key, purpose) -> text.append("\n# ")
                .append(purpose)
                .append('\n')
                .append((key + " = " + value(values, key)).strip())
                .append('\n'));
        return text.toString();
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("engine", engine.word());
        values.put("http.bind", httpBind);
        values.put("http.port", Integer.toString(httpPort));
        values.put("http.hosts", String.join(" ", httpHosts));
        values.put("http.origins", String.join(" ", httpOrigins));
        values.putAll(etcd.values());
        values.put("gossip.bind", gossipBind);
        values.put("heap.megabytes", Integer.toString(heapMegabytes));
        values.put("jvm.options", String.join(" ", jvmOptions));
        values.put("log.format", log.word());
        return values;
    }

    private static Map<String, String> keys() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("engine", "hashgraph (many nodes) or solo (one process); the same on every node of a network.");
        keys.put("http.bind", "The address the HTTP gateway listens on; 127.0.0.1: this machine only.");
        keys.put("http.port", "Its port; 0: no such gateway.");
        keys.put("http.hosts", "Names, besides that address and localhost, by which clients reach it; spaces between.");
        keys.put("http.origins", "Origins whose web pages may act through it, as https://console.example; spaces between.");
        keys.put(
                "etcd.listen",
                "Where clients of etcd are answered, as 127.0.0.1:2379; empty: nowhere. They write with this node's rights.");
        keys.put("etcd.keyspace", "The keyspace it serves.");
        keys.put("etcd.prefix", "The prefix of the keys that the keyspace's owner lets this node write; empty: all.");
        keys.put("etcd.members", "Where clients of etcd reach the nodes, as anna=http://127.0.0.1:7800; spaces between.");
        keys.put("etcd.peers", "Where nodes reach each other, as clients are told; where it is not said, as on the cards.");
        keys.put("etcd.certificate", "The file of the certificate it shows, in PEM; empty: no TLS.");
        keys.put("etcd.key", "The file of that certificate's key.");
        keys.put("etcd.authorities", "The file of those who issue certificates of clients.");
        keys.put("etcd.clients", "any, or certified: only those with such a certificate.");
        keys.put("etcd.auth-token", "How users show who they are: simple, or jwt,sign-method=...,priv-key=FILE,pub-key=FILE,ttl=5m.");
        keys.put("etcd.auth-token-ttl", "Seconds that a simple token lives after it was used.");
        keys.put("etcd.bcrypt-cost", "4 to 31: two to the power of it are the rounds that a password costs.");
        keys.put("etcd.auto-compaction-mode", "What the retention counts: periodic, or revision.");
        keys.put(
                "etcd.auto-compaction-retention",
                "How much of the past is kept: hours or a time, as 10m; or revisions. 0: all. Who signs must act for the owner.");
        keys.put("gossip.bind", "The address for other nodes; 127.0.0.1: this machine only. The port is the card's.");
        keys.put("heap.megabytes", "The most heap the process may take; 1500 serve a million keys.");
        keys.put("jvm.options", "Further options for the Java virtual machine; spaces between.");
        keys.put("log.format", "How the log is written: text, or json, an object to a line.");
        return keys;
    }

    private static String value(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("every setting has a default, yet '" + key + "' has none");
        }
        return value;
    }

    private static int number(Map<String, String> values, String key) {
        String value = value(values, key);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is a whole number, not '" + value + "'", e);
        }
    }

    private static List<String> words(String value) {
        return Arrays.stream(value.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}

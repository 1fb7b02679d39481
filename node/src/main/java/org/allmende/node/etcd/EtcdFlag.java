package org.allmende.node.etcd;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A flag of etcd 3.4 or 3.5, and what becomes of it here.
 *
 * @param name without dashes
 * @param standard its value unless it is given
 * @param isSwitch whether it stands for {@code true} without a value, as in Go's flags
 */
record EtcdFlag(String name, String standard, boolean isSwitch, Effect effect) {
    /** What becomes of it. */
    enum Effect {
        /** It means what it means in etcd. */
        HONOURED,
        /** It tunes what is not here: Raft, its log, bbolt. Any value is taken, and said to have no effect. */
        NONE,
        /** Passing over it would leave something unprotected or undone: only the standard value is taken. */
        NOT_HERE
    }

    /** Not etcd's: where members gossip, beside the port of their peer URL. */
    static final String GOSSIP_PORT = "gossip-port";

    /** All that are known, by name. */
    static final Map<String, EtcdFlag> ALL = all();

    /** The variable of the environment that sets it where no flag does. */
    String variable() {
        return "ETCD_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static Map<String, EtcdFlag> all() {
        Map<String, EtcdFlag> all = new LinkedHashMap<>();
        honoured(all, "name", "default");
        honoured(all, "data-dir", "");
        honoured(all, "listen-client-urls", "http://localhost:2379");
        honoured(all, "advertise-client-urls", "");
        honoured(all, "listen-peer-urls", "http://localhost:2380");
        honoured(all, "initial-advertise-peer-urls", "http://localhost:2380");
        honoured(all, "initial-cluster", "");
        honoured(all, "initial-cluster-state", "new");
        honoured(all, "initial-cluster-token", "etcd-cluster");
        honoured(all, GOSSIP_PORT, "");
        honoured(all, "peer-cert-file", "");
        honoured(all, "peer-key-file", "");
        honoured(all, "peer-trusted-ca-file", "");
        add(all, "peer-client-cert-auth", "false", true, Effect.HONOURED);
        honoured(all, "cert-file", "");
        honoured(all, "key-file", "");
        honoured(all, "trusted-ca-file", "");
        add(all, "client-cert-auth", "false", true, Effect.HONOURED);
        honoured(all, "auth-token", "simple");
        honoured(all, "auth-token-ttl", "300");
        honoured(all, "bcrypt-cost", "10");
        honoured(all, "quota-backend-bytes", "0");
        honoured(all, "auto-compaction-mode", "periodic");
        honoured(all, "auto-compaction-retention", "0");
        honoured(all, "log-level", "info");
        honoured(all, "experimental-watch-progress-notify-interval", "10m");

        for (String tuning : new String[] {
            "wal-dir", "snapshot-count", "heartbeat-interval", "election-timeout", "max-snapshots", "max-wals",
            "backend-batch-interval", "backend-batch-limit", "backend-bbolt-freelist-type", "max-concurrent-streams",
            "grpc-keepalive-min-time", "grpc-keepalive-interval", "grpc-keepalive-timeout", "socket-reuse-port",
            "socket-reuse-address", "metrics", "logger", "log-outputs", "log-package-levels", "cors", "host-whitelist",
            "experimental-initial-corrupt-check", "experimental-corrupt-check-time",
            "experimental-compact-hash-check-time", "experimental-compaction-batch-limit",
            "experimental-compaction-sleep-interval", "experimental-peer-skip-client-san-verification",
            "experimental-warning-apply-duration", "experimental-warning-unary-request-duration",
            "experimental-bootstrap-defrag-threshold-megabytes", "experimental-txn-mode-write-with-shared-buffer",
            "experimental-max-learners", "experimental-backend-bbolt-freelist-type", "discovery-fallback", "proxy"
        }) {
            add(all, tuning, "", false, Effect.NONE);
        }
        for (String tuning : new String[] {
            "pre-vote", "strict-reconfig-check", "initial-election-tick-advance", "debug", "enable-pprof",
            "experimental-enable-lease-checkpoint", "experimental-enable-lease-checkpoint-persist",
            "experimental-memory-mlock", "experimental-compact-hash-check-enabled"
        }) {
            add(all, tuning, "false", true, Effect.NONE);
        }

        notHere(all, "client-crl-file", "");
        notHere(all, "client-cert-allowed-hostname", "");
        notHere(all, "peer-crl-file", "");
        notHere(all, "peer-cert-allowed-cn", "");
        notHere(all, "peer-cert-allowed-hostname", "");
        notHere(all, "cipher-suites", "");
        notHere(all, "discovery", "");
        notHere(all, "discovery-proxy", "");
        notHere(all, "discovery-srv", "");
        notHere(all, "discovery-srv-name", "");
        notHere(all, "config-file", "");
        notHere(all, "listen-metrics-urls", "");
        notHere(all, "max-txn-ops", "128");
        notHere(all, "max-request-bytes", "1572864");
        for (String off : new String[] {
            "auto-tls", "peer-auto-tls", "enable-v2", "force-new-cluster", "unsafe-no-fsync",
            "enable-grpc-gateway"
        }) {
            boolean on = off.equals("enable-grpc-gateway");
            add(all, off, Boolean.toString(on), true, Effect.NOT_HERE);
        }
        return Map.copyOf(all);
    }

    private static void honoured(Map<String, EtcdFlag> all, String name, String standard) {
        add(all, name, standard, false, Effect.HONOURED);
    }

    private static void notHere(Map<String, EtcdFlag> all, String name, String standard) {
        add(all, name, standard, false, Effect.NOT_HERE);
    }

    private static void add(Map<String, EtcdFlag> all, String name, String standard, boolean isSwitch, Effect effect) {
        if (all.put(name, new EtcdFlag(name, standard, isSwitch, effect)) != null) {
            throw new IllegalStateException("--" + name + " is there twice");
        }
    }
}

package org.allmende.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.allmende.client.ClientSettings;
import org.allmende.client.Keys;
import org.allmende.client.VouchedClient;
import org.allmende.gateway.etcd.EtcdGateway;
import org.allmende.gateway.etcd.EtcdSettings;
import org.allmende.gateway.etcd.compaction.Retention;
import org.allmende.gateway.etcd.http.TlsSettings;
import org.allmende.gateway.etcd.remote.RemoteStore;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.node.EtcdListener;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "etcd",
        header = "Serve clients of etcd beside your application, trusting no single node.",
        description = {
            "",
            "Listens for clients of etcd's v3 interface on this machine and does what they ask through the nodes: signs"
                    + " what they write with your key, gives it to any node, and believes of receipts, keys and events"
                    + " only what more than a third of the network's nodes say alike. Up to a third of them may fail, be"
                    + " silent or lie. Name all nodes, each where its own operator serves it: who answers at an address"
                    + " is that node.",
            "",
            "Whoever reaches the port can do what the key may, so it listens on 127.0.0.1 unless told otherwise; with"
                    + " certificates it speaks TLS. Runs until it is stopped by SIGTERM or Ctrl-C.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende gateway etcd                                 the network of 'allmende up', its owner's key",
            "  allmende gateway etcd --key app.key --nodes http://192.0.2.17:7700,http://198.51.100.4:7700,…",
            "  ETCDCTL_API=3 etcdctl --endpoints http://127.0.0.1:2379 put greeting hello",
        })
final class GatewayEtcd implements Callable<Integer> {
    /** A node that is silent for so long is no longer waited for alone. */
    private static final Duration HEDGE = Duration.ofMillis(500);

    private final Screen screen;
    private final Contradictions contradictions;

    @Mixin
    private Signing signing = new Signing();

    @Option(
            names = "--network",
            paramLabel = "ID",
            description = "The network's id: nothing else is spoken to (default: the one that all nodes show).")
    private @Nullable String network;

    @Option(
            names = "--listen",
            split = ",",
            paramLabel = "HOST:PORT",
            description = "Where to listen, commas between (default: 127.0.0.1:2379).")
    private List<String> listen = List.of("127.0.0.1:2379");

    @Option(names = "--prefix", paramLabel = "PREFIX", description = "The keys that the key may write (default: all).")
    private String prefix = "";

    @Option(names = "--cert-file", paramLabel = "FILE", description = "Speak TLS with this certificate.")
    private @Nullable Path certificate;

    @Option(names = "--key-file", paramLabel = "FILE", description = "The certificate's private key.")
    private @Nullable Path privateKey;

    @Option(
            names = "--trusted-ca-file",
            paramLabel = "FILE",
            description = "Serve only clients with a certificate by one of these authorities.")
    private @Nullable Path authorities;

    @Option(
            names = "--auto-compaction-mode",
            paramLabel = "MODE",
            description = "What the retention counts: periodic, or revision (default: periodic).")
    private String compactionMode = Retention.PERIODIC;

    @Option(
            names = "--auto-compaction-retention",
            paramLabel = "HOW-MUCH",
            description = "How much of the past to keep: hours or a time, as 10m; or revisions. 0: all (default: 0).")
    private String compactionRetention = "0";

    @Mixin
    private EtcdUserWords users = new EtcdUserWords();

    @Parameters(arity = "0..1", paramLabel = "KEYSPACE", description = "The keyspace (default: default).")
    private String keyspace = "default";

    GatewayEtcd(Screen screen) {
        this.screen = screen;
        this.contradictions = new Contradictions(screen);
    }

    @Override
    public Integer call() throws Refusal, IOException, InterruptedException {
        List<InetSocketAddress> addresses = addresses();
        EtcdSettings settings = settings(addresses);
        Where.Named named = signing.named();
        Keys keys = signing.owner(named.folder());
        VouchedClient client;
        RemoteStore store;
        try (var _ = Waiting.on(screen, "asking the nodes how far they are")) {
            client = VouchedClient.open(settings(named), contradictions::by);
            store = RemoteStore.open(client, KeyspaceWork.checked(keyspace), keys);
        }
        CountDownLatch stopped = new CountDownLatch(1);
        try (EtcdGateway gateway = open(settings, store)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway, stopped), "stop"));
            tell(client, keys, addresses);
            stopped.await();
        }
        return Exit.OK;
    }

    private EtcdGateway open(EtcdSettings settings, RemoteStore store) throws Refusal {
        if (store.local().revision() == 0) {
            store.close();
            throw new Refusal(
                    "the network has no keyspace '" + keyspace + "'",
                    "create it with 'allmende keyspace create', or name another one");
        }
        try {
            return EtcdGateway.open(settings, store);
        } catch (IOException e) {
            store.close();
            throw new Refusal(String.valueOf(e.getMessage()), "change --listen or the files for TLS", e);
        }
    }

    private List<InetSocketAddress> addresses() throws Refusal {
        try {
            return listen.stream().map(EtcdListener::address).toList();
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "correct --listen", e);
        }
    }

    private EtcdSettings settings(List<InetSocketAddress> addresses) throws Refusal {
        if ((certificate == null) != (privateKey == null) || certificate == null && authorities != null) {
            throw new Refusal(
                    "--cert-file and --key-file belong together, and --trusted-ca-file to them",
                    "give both or none of them");
        }
        InetSocketAddress first = addresses.getFirst();
        EtcdSettings settings = new EtcdSettings(
                        first.getHostString(),
                        first.getPort(),
                        Bytes.utf8(prefix),
                        Map.of(),
                        EtcdSettings.PROGRESS_INTERVAL)
                .withFurther(addresses.subList(1, addresses.size()))
                .withRetention(retention())
                .withAuth(users.settings());
        return certificate == null || privateKey == null
                ? settings
                : settings.withTls(new TlsSettings(certificate, privateKey, authorities, authorities != null));
    }

    private Retention retention() throws Refusal {
        try {
            return Retention.parse(compactionMode, compactionRetention);
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "correct it, or leave it out to keep everything", e);
        }
    }

    private ClientSettings settings(Where.Named named) throws Refusal {
        ClientSettings settings;
        try {
            settings = ClientSettings.of(named.nodes()).withHedgeAfter(HEDGE);
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "correct --nodes", e);
        }
        Optional<NetworkId> id = named.genesis().map(Genesis::networkId);
        if (network != null) {
            try {
                id = Optional.of(new NetworkId(Bytes.hex(network)));
            } catch (IllegalArgumentException e) {
                throw new Refusal("--network is a network's id, 64 hexadecimal digits", "take it from 'status'", e);
            }
        }
        return id.isPresent() ? settings.in(id.get()) : settings;
    }

    private void tell(VouchedClient client, Keys keys, List<InetSocketAddress> addresses) {
        int all = client.roster().members().size();
        String scheme = certificate == null ? "http://" : "https://";
        addresses.forEach(each -> screen.answer("serving clients of etcd at " + scheme + EtcdListener.text(each)));
        screen.tell("keyspace '" + keyspace + "' of network " + client.network().networkId().toString().substring(0, 8)
                + "…, signing as account " + keys.account());
        List<URI> nodes = client.nodes();
        screen.tell(
                client.needed() == 1
                        ? "a network of " + all + " survives no faulty node: what one node says is believed"
                        : client.needed() + " of " + all + " nodes must say the same; " + nodes.size()
                                + " are named, so that " + (nodes.size() - client.needed()) + " may be silent, and "
                                + (client.needed() - 1) + " may lie");
    }

    private static void stop(EtcdGateway gateway, CountDownLatch stopped) {
        gateway.close();
        stopped.countDown();
    }
}

package org.allmende.node;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.allmende.client.KeyFile;
import org.allmende.consensus.hashgraph.GossipKeys;
import org.allmende.consensus.hashgraph.Halt;
import org.allmende.consensus.hashgraph.HashgraphConsensus;
import org.allmende.consensus.hashgraph.HashgraphSettings;
import org.allmende.consensus.solo.SoloConsensus;
import org.allmende.consensus.solo.SoloSettings;
import org.allmende.coordination.Coordination;
import org.allmende.coordination.CoordinationOperation.SetQuota;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.SpaceAnswer;
import org.allmende.gateway.etcd.EtcdGateway;
import org.allmende.gateway.etcd.store.LocalStore;
import org.allmende.gateway.etcd.store.UnavailableException;
import org.allmende.gateway.etcd.store.Written;
import org.allmende.gateway.http.HttpGateway;
import org.allmende.gateway.http.HttpLimits;
import org.allmende.gateway.http.HttpSettings;
import org.allmende.ledger.consensus.Consensus;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.port.CheckpointFiles;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.port.LocalPort;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.verification.Verification;
import org.allmende.node.checkpoint.CheckpointFolder;
import org.allmende.node.checkpoint.CheckpointKeeper;
import org.allmende.node.checkpoint.Vouching;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node, wired from top to bottom: folder, engine, ledger with its applications, gateway. */
public final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final int JAVA = 25;

    private final LocalPort ledger;
    private final @Nullable HttpGateway gateway;
    private final CheckpointKeeper keeper;
    private @Nullable EtcdGateway etcd;
    private @Nullable LocalStore etcdStore;

    private Node(LocalPort ledger, @Nullable HttpGateway gateway, CheckpointKeeper keeper) {
        this.ledger = ledger;
        this.gateway = gateway;
        this.keeper = keeper;
    }

    /**
     * Returns when the engine runs; the gateway tells from the beginning how far it is. The caller holds the folder's
     * lock.
     *
     * @throws Refusal when it cannot start, with nothing left running
     */
    public static Node start(NodeFolder folder) throws Refusal {
        requireJava();
        NodeSettings settings = folder.readSettings();
        Genesis genesis = folder.readGenesis();
        NodeCard card = folder.readCard();
        int self = place(card, genesis);
        Bytes gatewaySecret = gatewaySecret(folder, card);
        LOG.info("Node '{}' of network '{}' ({})", card.name(), genesis.name(), genesis.networkId());

        Consensus engine = engine(folder, settings, genesis, self);
        LocalPort ledger = LocalPort.unstarted(new LocalPort.Settings(
                genesis,
                folder.origin(),
                self,
                Applications::in,
                engine,
                gatewaySecret,
                InstantSource.system(),
                verifiers()));
        CheckpointFolder checkpoints = checkpoints(folder, genesis);
        CheckpointKeeper keeper =
                new CheckpointKeeper(checkpoints, new Vouching(ledger, gatewaySecret, InstantSource.system()));
        ledger.accompany(keeper);
        HttpGateway gateway = settings.httpPort() == 0 ? null : gateway(settings, ledger, checkpoints);
        Node node = new Node(ledger, gateway, keeper);
        keeper.start();
        try {
            ledger.start();
        } catch (IOException e) {
            node.close();
            throw new Refusal(String.valueOf(e.getMessage()), "see " + folder.logs() + " for more", e);
        }
        if (settings.etcd().isOn()) {
            node.openEtcd(settings.etcd(), gatewaySecret);
        }
        return node;
    }

    private void openEtcd(EtcdListener listener, Bytes gatewaySecret) throws Refusal {
        LocalStore store = new LocalStore(
                ledger, coordination(ledger), listener.keyspace(), gatewaySecret, InstantSource.system());
        etcdStore = store;
        try {
            etcd = EtcdGateway.open(listener.settings(), store);
        } catch (IOException e) {
            close();
            throw new Refusal(String.valueOf(e.getMessage()), "its addresses are etcd.listen in node.properties", e);
        }
    }

    /**
     * Has the quota of the keyspace of etcd's interface ordered, unless it is that already. Waits; while it orders.
     *
     * @param bytes 0: none
     * @return why it was not set; empty: it is
     */
    public Optional<String> setEtcdQuota(long bytes) {
        return setQuota(etcdStore(), bytes);
    }

    /**
     * The same, signed by who owns the keyspace where that is not this node's gateway.
     *
     * @param ownerSecret 32 bytes
     */
    public Optional<String> setEtcdQuota(long bytes, Bytes ownerSecret) {
        String keyspace = etcdStore().keyspace();
        try (LocalStore owners =
                new LocalStore(ledger, coordination(ledger), keyspace, ownerSecret, InstantSource.system())) {
            return setQuota(owners, bytes);
        }
    }

    private LocalStore etcdStore() {
        LocalStore store = etcdStore;
        if (store == null) {
            throw new IllegalStateException("this node has no gateway for clients of etcd");
        }
        return store;
    }

    private static Optional<String> setQuota(LocalStore store, long bytes) {
        boolean isSet = store.local().space() instanceof SpaceAnswer.Found space && space.quotaBytes() == bytes;
        if (isSet) {
            return Optional.empty();
        }
        try {
            return switch (store.write(new SetQuota(store.keyspace(), bytes)).join()) {
                case Written.Applied _ -> Optional.empty();
                case Written.Refused(CoordinationReason reason) -> Optional.of(reason.advice());
            };
        } catch (CompletionException e) {
            if (e.getCause() instanceof UnavailableException unavailable) {
                return Optional.of(unavailable.getMessage() + "; start this node again");
            }
            throw e;
        }
    }

    /** Its ledger, for what is wired around the node. */
    public LedgerPort ledger() {
        return ledger;
    }

    /** Where its HTTP gateway is; empty: it has none. */
    Optional<URI> uri() {
        return Optional.ofNullable(gateway).map(HttpGateway::uri);
    }

    /** Whether it takes part in ordering. */
    public boolean isOrdering() {
        return ledger.status().health().state() == Health.State.ORDERING;
    }

    /** The last height it has applied; 0: none yet. */
    public long height() {
        return ledger.view().height();
    }

    /** Stops cleanly: first nobody may ask any more, then the engine. */
    @Override
    public void close() {
        if (etcd != null) {
            etcd.close();
        }
        if (gateway != null) {
            gateway.close();
        }
        keeper.close();
        ledger.close();
    }

    private static Consensus engine(NodeFolder folder, NodeSettings settings, Genesis genesis, int self)
            throws Refusal {
        return switch (settings.engine()) {
            case HASHGRAPH -> hashgraph(folder, settings, genesis, self);
            case SOLO -> solo(folder, genesis);
        };
    }

    private static Consensus hashgraph(NodeFolder folder, NodeSettings settings, Genesis genesis, int self)
            throws Refusal {
        try {
            GossipKeys keys = GossipKeys.read(folder.gossipKeys());
            return new HashgraphConsensus(
                    HashgraphSettings.of(genesis, self, folder.data(), keys)
                            .bound(settings.gossipBind())
                            .with((Halt) code -> end(folder, code)));
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(
                    String.valueOf(e.getMessage()), "put back the folder keys/ that the node was made with", e);
        }
    }

    private static Consensus solo(NodeFolder folder, Genesis genesis) throws Refusal {
        if (genesis.nodes().size() != 1) {
            throw new Refusal(
                    "the engine solo runs a network of one node, and this one has " + genesis.nodes().size(),
                    "set engine = hashgraph in " + folder.settings());
        }
        return new SoloConsensus(SoloSettings.in(folder.data(), genesis.networkId().value())
                .withOnFault(fault -> end(folder, ExitCode.FAULT)));
    }

    /** At once and without hooks: nothing may be written after a fault. The engine has put its evidence on disk. */
    private static void end(NodeFolder folder, int code) {
        System.err.println("fault: " + ExitCode.meaning(code) + ", in " + folder.data() + " and " + folder.logs());
        Runtime.getRuntime().halt(code);
    }

    private static CheckpointFolder checkpoints(NodeFolder folder, Genesis genesis) throws Refusal {
        try {
            return CheckpointFolder.open(folder.checkpoints(), genesis);
        } catch (IOException e) {
            throw new Refusal(
                    "cannot use " + folder.checkpoints() + ": " + e.getMessage(),
                    "see to it that the node may read and write there, and that there is room",
                    e);
        }
    }

    private static HttpGateway gateway(NodeSettings settings, LocalPort ledger, CheckpointFiles checkpoints)
            throws Refusal {
        HttpSettings http = new HttpSettings(
                settings.httpBind(),
                settings.httpPort(),
                settings.httpHosts(),
                settings.httpOrigins(),
                HttpLimits.DEFAULT);
        try {
            return HttpGateway.open(http, ledger, coordination(ledger), checkpoints);
        } catch (IOException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "its port is http.port in node.properties", e);
        }
    }

    private static Coordination coordination(LocalPort ledger) {
        return ledger.applications().stream()
                .filter(Coordination.class::isInstance)
                .map(Coordination.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Where this node stands in the roster; the card in the folder and the one in genesis must be the same. */
    private static int place(NodeCard card, Genesis genesis) throws Refusal {
        int place = genesis.nodes().indexOf(card);
        if (place >= 0) {
            return place;
        }
        boolean named = genesis.nodes().stream().anyMatch(node -> node.name().equals(card.name()));
        throw named
                ? new Refusal(
                        "the genesis holds another card of node '" + card.name() + "' than this folder",
                        "start it with the folder whose card went into the genesis, or make the network anew")
                : new Refusal(
                        "node '" + card.name() + "' is not in network '" + genesis.name() + "'",
                        "put the genesis of its own network into the folder, or have its card taken into a new one");
    }

    private static Bytes gatewaySecret(NodeFolder folder, NodeCard card) throws Refusal {
        try {
            Bytes secret = KeyFile.read(folder.gatewayKey());
            if (Ed25519.publicKey(secret).equals(card.gatewayKey())) {
                return secret;
            }
            throw new Refusal(
                    folder.gatewayKey() + " is not the key on the node's card",
                    "put back the folder keys/ that the node was made with");
        } catch (IOException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "put back the node's folder keys/", e);
        }
    }

    private static void requireJava() throws Refusal {
        int running = Runtime.version().feature();
        if (running != JAVA) {
            throw new Refusal(
                    "a node runs on Java " + JAVA + ", and this is Java " + running,
                    "start it with bin/allmende, which finds a JDK " + JAVA);
        }
    }

    /** What does not fit their queue is checked by who needs the verdict. */
    private static ExecutorService verifiers() {
        int count = Runtime.getRuntime().availableProcessors();
        return new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.MILLISECONDS,
                new ArrayBlockingQueue<>(Verification.KEPT_MAX),
                Node::verifier,
                new ThreadPoolExecutor.DiscardPolicy());
    }

    private static Thread verifier(Runnable work) {
        return Thread.ofPlatform().name("verifier").daemon().unstarted(work);
    }
}

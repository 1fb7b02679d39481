package org.allmende.node;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
import org.allmende.node.epoch.EpochKeeper;
import org.allmende.node.epoch.Membership;
import org.allmende.node.epoch.RosterFile;
import org.allmende.node.epoch.Succession;
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
    private final EpochKeeper epochs;
    private @Nullable EtcdGateway etcd;
    private @Nullable LocalStore etcdStore;

    private Node(LocalPort ledger, @Nullable HttpGateway gateway, CheckpointKeeper keeper, EpochKeeper epochs) {
        this.ledger = ledger;
        this.gateway = gateway;
        this.keeper = keeper;
        this.epochs = epochs;
    }

    /**
     * Returns when the engine runs; the gateway tells from the beginning how far it is. The caller holds the folder's
     * lock. A node that its network does not have yet waits until the members have admitted it.
     *
     * @param succession how this process makes way for the next
     * @throws Refusal when it cannot start, with nothing left running
     */
    public static Node start(NodeFolder folder, Succession succession) throws Refusal {
        requireJava();
        NodeSettings settings = folder.readSettings();
        Genesis genesis = folder.readGenesis();
        NodeCard card = folder.readCard();
        Bytes gatewaySecret = gatewaySecret(folder, card);
        Membership membership = new Standing(folder, genesis, card).find();
        LOG.info("Node '{}' of network '{}' ({})", card.name(), genesis.name(), genesis.networkId());

        CompletableFuture<EpochKeeper> whoMindsEpochs = new CompletableFuture<>();
        Consensus engine = engine(folder, settings, genesis, membership, whoMindsEpochs);
        LocalPort ledger = LocalPort.unstarted(new LocalPort.Settings(
                genesis,
                folder.origin(),
                membership.node(),
                card.weighing(membership.weight()),
                Applications::in,
                engine,
                gatewaySecret,
                InstantSource.system(),
                verifiers()));
        CheckpointFolder checkpoints = checkpoints(folder, genesis);
        CheckpointKeeper keeper =
                new CheckpointKeeper(checkpoints, new Vouching(ledger, gatewaySecret, InstantSource.system()));
        ledger.accompany(keeper);
        EpochKeeper epochs = new EpochKeeper(
                ledger,
                new EpochKeeper.Settings(
                        membership.roster().epoch(),
                        card,
                        gatewaySecret,
                        HashgraphConsensus::objection,
                        new RosterFile(folder.rosters()),
                        () -> HashgraphConsensus.beginAnew(folder.data()),
                        succession,
                        InstantSource.system()));
        ledger.accompany(epochs);
        whoMindsEpochs.complete(epochs);
        HttpGateway gateway = settings.httpPort() == 0 ? null : gateway(settings, ledger, checkpoints);
        Node node = new Node(ledger, gateway, keeper, epochs);
        keeper.start();
        epochs.start();
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
        epochs.close();
        keeper.close();
        ledger.close();
    }

    private static Consensus engine(
            NodeFolder folder,
            NodeSettings settings,
            Genesis genesis,
            Membership membership,
            CompletableFuture<EpochKeeper> epochs)
            throws Refusal {
        return switch (settings.engine()) {
            case HASHGRAPH -> hashgraph(folder, settings, genesis, membership, epochs);
            case SOLO -> solo(folder, genesis);
        };
    }

    private static Consensus hashgraph(
            NodeFolder folder,
            NodeSettings settings,
            Genesis genesis,
            Membership membership,
            CompletableFuture<EpochKeeper> epochs)
            throws Refusal {
        try {
            GossipKeys keys = GossipKeys.read(folder.gossipKeys());
            return new HashgraphConsensus(
                    HashgraphSettings.of(genesis, membership.roster(), membership.node(), folder.data(), keys)
                            .bound(settings.gossipBind())
                            .whenEpochIsOver(() -> epochs.join().epochIsOver())
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

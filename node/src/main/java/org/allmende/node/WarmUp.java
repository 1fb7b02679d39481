package org.allmende.node;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.allmende.client.ClientSettings;
import org.allmende.client.Consistency;
import org.allmende.client.Keys;
import org.allmende.client.NetworkClient;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.PutRequest;
import org.allmende.coordination.RangeRequest;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.Governance;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.roster.Proposal;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.roster.RosterChange;
import org.allmende.ledger.roster.RosterOperation;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.Group;
import org.allmende.node.epoch.Succession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a node of a network of one, in a folder of its own, through the end of an epoch, and starts it again from there: so this
 * process has loaded and compiled what the node that it is to be will need at once, by far the most of what a start takes.
 */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final String KEYSPACE = "warm";
    private static final String HOST = "127.0.0.1";
    private static final long LOOK_MILLIS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration WRITES_FOR = Duration.ofSeconds(1);

    /** As soon as rules may have it. */
    private static final Governance SOON =
            new Governance(1_000, 60_000, 1_000, 500, Governance.Share.TWO_THIRDS);

    private WarmUp() {}

    /**
     * What goes wrong in it is of no consequence but time. The process still writes there for a while when this returns.
     *
     * @param folder of the node that is run, empty or from another time
     */
    static void run(NodeFolder folder) {
        try {
            clear(folder);
            runThere(folder);
        } catch (IOException | Refusal | RuntimeException e) {
            LOG.warn("This process has not warmed up; it goes on slower for a while.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Removes what a run has left. */
    static void clear(NodeFolder folder) throws IOException {
        if (!Files.exists(folder.path())) {
            return;
        }
        try (Stream<Path> inside = Files.walk(folder.path())) {
            for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    static void runThere(NodeFolder folder) throws Refusal, IOException, InterruptedException {
        Keys owner = Keys.generate();
        List<Integer> ports = FreePorts.several(3);
        URI uri = URI.create("http://" + HOST + ":" + ports.getFirst());
        make(folder, owner.publicKey(), ports);
        Nobody nobody = new Nobody();
        try (Node node = Node.start(folder, nobody)) {
            awaitOrdering(node);
            exercise(uri, owner);
            endEpoch(uri, owner);
            if (!nobody.told.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the epoch of the node that was run to warm up did not end");
            }
        }
        try (Node node = Node.start(folder, nobody)) {
            awaitOrdering(node);
            exercise(uri, owner);
        }
    }

    private static void awaitOrdering(Node node) throws IOException, InterruptedException {
        long untilNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!node.isOrdering() || node.height() == 0) {
            if (System.nanoTime() > untilNanos) {
                throw new IOException("the node that was run to warm up does not order");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /** By giving its one node another weight, which changes nothing. */
    private static void endEpoch(URI uri, Keys operator) throws IOException, InterruptedException {
        try (NetworkClient client = NetworkClient.open(ClientSettings.of(List.of(uri)))) {
            Proposal proposal = new Proposal.ChangeRoster(List.of(new RosterChange.Weigh(0, 2)), true);
            client.submit(operator, Group.of(new RosterOperation.Propose(proposal, "", Optional.empty())));
        }
    }

    private static void make(NodeFolder folder, Bytes owner, List<Integer> ports) throws Refusal, IOException {
        NodeSettings standard = NodeSettings.DEFAULT;
        NodeSettings settings = new NodeSettings(
                Engine.HASHGRAPH,
                HOST,
                ports.get(0),
                standard.httpHosts(),
                standard.httpOrigins(),
                new EtcdListener(
                        List.of(EtcdListener.address(HOST + ":" + ports.get(2))),
                        KEYSPACE,
                        "",
                        Map.of(),
                        Optional.empty(),
                        EtcdUsers.STANDARD),
                HOST,
                standard.heapMegabytes(),
                List.of(),
                standard.log());
        NewNode.Statement statement = new NewNode.Statement(
                KEYSPACE, KEYSPACE, KEYSPACE, KEYSPACE, "ZZ", 1, owner, HOST, ports.get(1), "http://" + HOST + ":" + ports.get(0));
        SecureRandom random = new SecureRandom();
        NodeCard card = NewNode.make(folder, statement, settings, random);
        GenesisFile.write(
                folder.genesis(),
                new Genesis(
                        KEYSPACE,
                        Ed25519.newSecret(random),
                        true,
                        System.currentTimeMillis() - TimeUnit.SECONDS.toMillis(10),
                        Parameters.DEFAULT.with(SOON),
                        List.of(card),
                        List.of(new GenesisKeyspace(KEYSPACE, owner))));
    }

    private static void exercise(URI uri, Keys keys) throws IOException, InterruptedException {
        long untilNanos = System.nanoTime() + WRITES_FOR.toNanos();
        try (NetworkClient client = NetworkClient.open(ClientSettings.of(List.of(uri)))) {
            for (int i = 0; System.nanoTime() < untilNanos; i++) {
                Bytes key = Bytes.utf8("key" + i);
                client.submit(keys, Group.of(new CoordinationOperation.Put(KEYSPACE, PutRequest.of(key, key))));
                client.range(KEYSPACE, RangeRequest.of(key), Consistency.LOCAL);
            }
        }
    }

    /** No process follows; this one starts the node again. */
    private static final class Nobody implements Succession {
        final CountDownLatch told = new CountDownLatch(1);

        @Override
        public void prepare() {}

        @Override
        public boolean isPrepared() {
            return true;
        }

        @Override
        public void dismiss() {}

        @Override
        public void handOver(Roster next, boolean isIn) {
            told.countDown();
        }

        @Override
        public void beginAgain(Roster current) {}
    }
}

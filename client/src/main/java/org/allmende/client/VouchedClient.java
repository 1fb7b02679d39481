package org.allmende.client;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.allmende.client.Race.LostException;
import org.allmende.coordination.ReadRequest;
import org.allmende.coordination.ReadsAnswer;
import org.allmende.coordination.ReadsRequest;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.port.LedgerPort.Settled;
import org.allmende.ledger.port.NodeStatus;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.transaction.TransactionId;

/**
 * A network through several of its nodes, none of which is trusted: what so many nodes say alike that they cannot all be
 * faulty, at least one honest node says, and only that is believed. So any nodes with less than a third of all weight may
 * fail, be silent or lie. Each node is to be named once, where its operator serves it: who answers at an address is that
 * node, here. Any thread; methods wait for their answer, and can be interrupted.
 *
 * <p>Of n nodes of the same weight, f = (n - 1) / 3 rounded down may be faulty, and f + 1 have to agree. Of others as many
 * may be faulty as the lightest ones with less than a third of all weight, for nobody shows the weight of who answers.
 */
public final class VouchedClient implements AutoCloseable {
    private static final Codec<Transaction> TRANSACTION = NetworkSchema.SCHEMA.codec(Transaction.class);
    private static final Codec<ReadsRequest> READS = NetworkSchema.SCHEMA.codec(ReadsRequest.class);
    private static final Codec<ReadsAnswer> READS_ANSWER = NetworkSchema.SCHEMA.codec(ReadsAnswer.class);
    private static final Codec<NodeStatus> STATUS = NetworkSchema.SCHEMA.codec(NodeStatus.class);

    private static final long WAIT_MILLIS_MAX = 10_000;

    private final ClientSettings settings;
    private final Nodes nodes;
    private final Asking asking;
    private final Regard regard;
    private final Genesis genesis;
    private final ProvenRoster roster;
    private final SecureRandom random = new SecureRandom();
    private final Consumer<URI> contradicted;

    private VouchedClient(
            ClientSettings settings,
            Nodes nodes,
            NetworkPin pin,
            Genesis genesis,
            ProvenRoster roster,
            Consumer<URI> contradicted) {
        this.settings = settings;
        this.nodes = nodes;
        this.asking = new Asking(settings, nodes, pin);
        this.regard = new Regard(nodes);
        this.genesis = genesis;
        this.roster = roster;
        this.contradicted = contradicted;
    }

    /**
     * Asks which network this is.
     *
     * @param contradicted is told of a node whenever it said otherwise than enough others, who were believed. That happens
     *     to any node now and then, where two answers were of different moments; again and again only to one that lies or is
     *     broken
     * @throws IOException when too few nodes answer, they belong to several networks and none was named, or too few were
     *     named for one of them not to be trusted
     */
    public static VouchedClient open(ClientSettings settings, Consumer<URI> contradicted)
            throws IOException, InterruptedException {
        Nodes nodes = new Nodes(settings);
        try {
            NetworkPin pin = new NetworkPin(settings.network());
            Genesis genesis = new Introduction(settings, nodes, pin).genesis();
            ProvenRoster roster =
                    new ProvenRoster(genesis, nodes, settings.reachPatience().toNanos());
            roster.refresh();
            return new VouchedClient(settings, nodes, pin, genesis, roster, contradicted);
        } catch (IOException | InterruptedException | RuntimeException e) {
            nodes.close();
            throw e;
        }
    }

    /** What the network started from. */
    public Genesis network() {
        return genesis;
    }

    /** How many nodes have to say the same: one more than may be faulty of the roster in force. */
    public int needed() {
        return faulty(roster.newest()) + 1;
    }

    /** Who runs the network, as the newest roster says that any of the nodes could prove; half a minute old at most. */
    public Roster roster() {
        return roster.newest();
    }

    static int faulty(Roster roster) {
        return faulty(roster.members().stream().map(Member::weight).toList());
    }

    /** The most nodes that weigh less than a third of all together: so many may lie, and the network is still sound. */
    static int faulty(List<Long> weights) {
        long all = weights.stream().mapToLong(Long::longValue).sum();
        long faulty = 0;
        int count = 0;
        for (long weight : weights.stream().sorted().toList()) {
            faulty += weight;
            if (3 * faulty >= all) {
                break;
            }
            count++;
        }
        return count;
    }

    /** Where the nodes answer, in the order in which they were named. */
    public List<URI> nodes() {
        return settings.nodes();
    }

    /**
     * Signs groups of operations, unlike any other transaction.
     *
     * @param validUntilMillis agreed time until which it may be applied, in milliseconds since 1970
     */
    public Prepared prepare(Keys keys, List<Group> groups, long validUntilMillis) {
        Transaction transaction =
                new Transaction(genesis.networkId(), keys.account(), validUntilMillis, random.nextLong(), groups);
        TransactionId id = TransactionId.of(validUntilMillis, TRANSACTION.encode(transaction));
        return new Prepared(id, keys.sign(transaction));
    }

    /**
     * Gives a transaction to the network and waits for what becomes of it. The receipt is what enough nodes say alike, and
     * results are there when one of those shows such as the receipt holds hashes of.
     *
     * @throws RefusedException when nodes refused it, and it will not be applied through this call
     * @throws NoNodeException when no node could be reached: likewise
     */
    public Settlement submit(Prepared prepared, Duration patience) throws IOException, InterruptedException {
        VouchedSubmitting submitting = new VouchedSubmitting(prepared, settings.hedgeAfter().toMillis());
        Passes passes = new Passes(settings, patience);
        while (true) {
            try {
                return submitting.settlement(agree(passes, VouchedSubmitting::said, submitting::run));
            } catch (LostException e) {
                passes.lost(e);
                if (!submitting.mayBeApplied() && (passes.areOver() || passes.finalRefusal().isPresent())) {
                    throw passes.failure("the transaction was sent to no node");
                }
                if (passes.areOver()) {
                    return new Settlement.Unknown(
                            prepared.id(), "sent, and not enough nodes say what became of it: " + passes.why());
                }
            }
            passes.pause();
        }
    }

    /**
     * Asks about a keyspace, as of at least this height and this revision.
     *
     * @param sight what of an answer is returned
     * @param said what of that must be the same: not what may differ between nodes that are well; has equals
     * @return the answers that agree, as many as are needed
     * @throws NoNodeException when not enough nodes said the same in time
     */
    public <T> List<T> reads(
            String keyspace,
            long height,
            long revision,
            List<ReadRequest> requests,
            Duration patience,
            Sight<T> sight,
            Function<T, Object> said)
            throws IOException, InterruptedException {
        Passes passes = new Passes(settings, patience);
        while (true) {
            try {
                return agree(
                        passes,
                        said,
                        (node, deadlineNanos) ->
                                sight.of(reads(node, keyspace, height, revision, requests, deadlineNanos)));
            } catch (LostException e) {
                passes.lost(e);
                if (passes.areOver()) {
                    throw passes.failure("not enough nodes say the same");
                }
            }
            passes.pause();
        }
    }

    /** What of a node's answer is of use. */
    @FunctionalInterface
    public interface Sight<T> {
        /** @throws IOException when the answer is of no use: the node has failed */
        T of(ReadsAnswer answer) throws IOException;
    }

    /** One node's answer, however much of it there is. @throws IOException also when it has not come so far in time */
    private static ReadsAnswer reads(
            NodeLink node,
            String keyspace,
            long height,
            long revision,
            List<ReadRequest> requests,
            long deadlineNanos)
            throws IOException {
        ReadsAnswer answer = newest(node, keyspace, height, revision, requests, deadlineNanos);
        if (answer.height() < height || answer.revision() < revision) {
            throw new IOException("it is at height " + answer.height() + " and not yet at " + height);
        }
        return answer;
    }

    private static ReadsAnswer newest(
            NodeLink node,
            String keyspace,
            long height,
            long revision,
            List<ReadRequest> requests,
            long deadlineNanos)
            throws IOException {
        long wait = Math.min(WAIT_MILLIS_MAX, Asking.millisLeft(deadlineNanos));
        String target = KeyQueries.keyspace(keyspace) + "/reads?height=" + height + "&revision=" + revision
                + "&waitMillis=" + wait;
        return node.call(HttpCall.post(target, READS.encode(new ReadsRequest(requests))), deadlineNanos)
                .decode(READS_ANSWER);
    }

    /** How far one node says it is; waits for the height at most so long. */
    ReadsAnswer progress(URI node, String keyspace, long height, Duration wait) throws IOException {
        return asking.one(node, wait.plus(settings.connectPatience()), (link, deadlineNanos) -> newest(
                link,
                keyspace,
                height,
                0,
                List.of(),
                Math.min(deadlineNanos, System.nanoTime() + wait.toNanos())));
    }

    /** One node's own word on how it is doing. */
    NodeStatus status(URI node) throws IOException {
        return asking.one(node, settings.connectPatience().multipliedBy(2), (link, deadlineNanos) ->
                link.call(HttpCall.get("/v1/status"), deadlineNanos).decode(STATUS));
    }

    private <T> List<T> agree(Passes passes, Function<T, Object> said, Race.Leg<T> leg)
            throws LostException, InterruptedException {
        roster.refreshSometimes();
        Agreement.Agreed<T> agreed = Agreement.run(
                regard.inOrder(), needed(), settings.hedgeAfter(), passes.deadlineNanos(), said, asking.verified(leg));
        agreed.failing().forEach(regard::failed);
        agreed.contradicting().forEach(this::contradicts);
        return agreed.alike();
    }

    private void contradicts(NodeLink node) {
        regard.failed(node);
        contradicted.accept(node.node());
    }

    @Override
    public void close() {
        nodes.close();
    }
}

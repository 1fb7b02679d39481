package org.allmende.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.allmende.coordination.KeyRange;
import org.allmende.coordination.KeyspaceAnswer;
import org.allmende.coordination.KeyspacesAnswer;
import org.allmende.coordination.LeaseAnswer;
import org.allmende.coordination.LeasesAnswer;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.checkpoint.CheckpointReader;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.port.AccountAnswer;
import org.allmende.ledger.port.AccountsAnswer;
import org.allmende.ledger.port.BalancesAnswer;
import org.allmende.ledger.port.CheckpointsAnswer;
import org.allmende.ledger.port.DelegationsAnswer;
import org.allmende.ledger.port.DigestAnswer;
import org.allmende.ledger.port.EventPlace;
import org.allmende.ledger.port.NodeStatus;
import org.allmende.ledger.port.NodeUsageAnswer;
import org.allmende.ledger.port.ProposalsAnswer;
import org.allmende.ledger.port.RosterChainPage;
import org.allmende.ledger.port.RosterShown;
import org.allmende.ledger.port.TokenAnswer;
import org.allmende.ledger.port.TokensAnswer;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.roster.RosterChain;
import org.allmende.ledger.roster.RosterLink;
import org.allmende.ledger.roster.UnprovenRosterException;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.transaction.TransactionId;

/**
 * A network, through any of its nodes. Any thread; methods wait for their answer, and can be interrupted.
 *
 * <p>Every query is answered by one node, whose word it is; a node that fails, is silent or refuses for the moment is
 * followed by the next one. A transaction is submitted, awaited and submitted again as the same bytes until there is a
 * receipt for it: see {@link Settlement}.
 */
public final class NetworkClient implements AutoCloseable {
    private static final Codec<Transaction> TRANSACTION = NetworkSchema.SCHEMA.codec(Transaction.class);

    private final ClientSettings settings;
    private final Nodes nodes;
    private final NetworkPin pin;
    private final Asking asking;
    private final AgreedTime time;
    private final SecureRandom random = new SecureRandom();

    private NetworkClient(ClientSettings settings) {
        this.settings = settings;
        this.nodes = new Nodes(settings);
        this.pin = new NetworkPin(settings.network());
        this.asking = new Asking(settings, nodes, pin);
        this.time = new AgreedTime(asking);
    }

    /** Asks nobody yet. */
    public static NetworkClient open(ClientSettings settings) {
        return new NetworkClient(settings);
    }

    // --- the network and its nodes

    /** What the network started from; the first node to answer decides which network this is, unless the settings do. */
    public Genesis network() throws IOException, InterruptedException {
        Optional<Genesis> known = pin.genesis();
        return known.isPresent() ? known.get() : asking.any((node, deadline) -> shown());
    }

    private Genesis shown() throws IOException {
        return pin.genesis().orElseThrow(() -> new IOException("the node did not show its genesis"));
    }

    /** The id of {@link #network}. */
    public NetworkId networkId() throws IOException, InterruptedException {
        Optional<NetworkId> known = pin.id();
        return known.isPresent() ? known.get() : network().networkId();
    }

    /**
     * One node's own word on how it is doing.
     *
     * @param node one of the settings'
     * @throws IOException when it cannot be asked, or belongs to another network
     */
    public NodeStatus status(URI node) throws IOException {
        return asking.one(
                node,
                settings.connectPatience(),
                (link, deadline) -> link.call(HttpCall.get("/v1/status"), deadline).decode(AgreedTime.STATUS));
    }

    /** All nodes at once, in the order of the settings, so that silent ones cost the patience for one. */
    public Map<URI, Optional<NodeStatus>> statuses() throws InterruptedException {
        Map<URI, Optional<NodeStatus>> statuses = new LinkedHashMap<>();
        try (ExecutorService asked = Executors.newThreadPerTaskExecutor(AskingThreads.FACTORY)) {
            List<Future<Optional<NodeStatus>>> answers = new ArrayList<>();
            for (URI node : settings.nodes()) {
                answers.add(asked.submit(() -> statusIfAny(node)));
            }
            for (int i = 0; i < answers.size(); i++) {
                statuses.put(settings.nodes().get(i), outcome(answers.get(i)));
            }
        }
        return statuses;
    }

    private Optional<NodeStatus> statusIfAny(URI node) {
        try {
            return Optional.of(status(node));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static <T> T outcome(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking a node failed", e.getCause());
        }
    }

    // --- transactions

    /** Signs groups of operations: valid for as long as the settings say, and unlike any other transaction. */
    public Prepared prepare(Keys keys, List<Group> groups) throws IOException, InterruptedException {
        return prepare(keys, groups, settings.validity());
    }

    /** @param validity how far ahead of the network's agreed time its valid-until is */
    public Prepared prepare(Keys keys, List<Group> groups, Duration validity) throws IOException, InterruptedException {
        long validUntil = time.nowMillis() + validity.toMillis();
        Transaction transaction = new Transaction(networkId(), keys.account(), validUntil, random.nextLong(), groups);
        TransactionId id = TransactionId.of(validUntil, TRANSACTION.encode(transaction));
        return new Prepared(id, keys.sign(transaction));
    }

    /** {@link #prepare} and {@link #submit(Prepared)}. */
    public Settlement submit(Keys keys, Group... groups) throws IOException, InterruptedException {
        return submit(prepare(keys, List.of(groups)));
    }

    /**
     * Submits a transaction and waits for what becomes of it, at most for the settings' settle patience. To be called
     * again with the same transaction after {@link Settlement.Unknown}, after an exception, or by another process.
     *
     * @throws RefusedException when every node refused it: it was not applied through this call
     * @throws NoNodeException when no node could be reached: likewise
     */
    public Settlement submit(Prepared prepared) throws IOException, InterruptedException {
        try {
            return new Submitting(settings, nodes, asking, prepared).run();
        } catch (RefusedException e) {
            time.doubt();
            throw e;
        }
    }

    /** What became of a transaction, as one node knows it; waits there for so long while it is pending. */
    public Answer answer(TransactionId id, Duration wait) throws IOException, InterruptedException {
        return asking.any((node, deadline) -> Submitting.answer(node, id, wait.toMillis(), deadline));
    }

    /** The network's agreed time as of now, milliseconds since 1970, as this client knows it. */
    public long agreedTimeMillis() throws IOException, InterruptedException {
        return time.nowMillis();
    }

    // --- accounts and state

    /** An account, and the height it is as of. @throws RefusedException when it has not been opened */
    public AccountAnswer account(AccountId id, Consistency consistency) throws IOException, InterruptedException {
        return get("/v1/accounts/" + id + "?" + consistency.parameter(), AccountAnswer.class);
    }

    /** The first accounts by id, or those after one. */
    public AccountsAnswer accounts(Optional<AccountId> after, Consistency consistency)
            throws IOException, InterruptedException {
        return get(
                "/v1/accounts?" + from(AccountsAnswer.ACCOUNTS_MAX, after) + consistency.parameter(),
                AccountsAnswer.class);
    }

    /** Whom an account lets act for it: the first by their ids, or those after one. */
    public DelegationsAnswer delegations(AccountId account, Optional<AccountId> after, Consistency consistency)
            throws IOException, InterruptedException {
        return get(
                "/v1/accounts/" + account + "/delegations?" + from(DelegationsAnswer.LIMIT_MAX, after)
                        + consistency.parameter(),
                DelegationsAnswer.class);
    }

    /** A token, and the height it is as of. @throws RefusedException when there is none of this id */
    public TokenAnswer token(TokenId id, Consistency consistency) throws IOException, InterruptedException {
        return get("/v1/tokens/" + id + "?" + consistency.parameter(), TokenAnswer.class);
    }

    /** The first tokens by id, or those after one. */
    public TokensAnswer tokens(Optional<TokenId> after, Consistency consistency)
            throws IOException, InterruptedException {
        return get("/v1/tokens?" + from(TokensAnswer.TOKENS_MAX, after) + consistency.parameter(), TokensAnswer.class);
    }

    /** What an account holds: the first by token, or those after one. */
    public BalancesAnswer balances(AccountId account, Optional<TokenId> after, Consistency consistency)
            throws IOException, InterruptedException {
        return get(
                "/v1/accounts/" + account + "/balances?" + from(TokensAnswer.TOKENS_MAX, after)
                        + consistency.parameter(),
                BalancesAnswer.class);
    }

    private static String from(int limit, Optional<?> after) {
        return "limit=" + limit + "&" + after.map(id -> "after=" + id + "&").orElse("");
    }

    /** What every node has brought into rounds. */
    public NodeUsageAnswer nodeUsage(Consistency consistency) throws IOException, InterruptedException {
        return get("/v1/usage?" + consistency.parameter(), NodeUsageAnswer.class);
    }

    /**
     * The hash of one node's whole state, and the height it is as of: the same on all nodes at the same height.
     *
     * @param node one of the settings'
     * @throws IOException when it cannot be asked, or belongs to another network
     */
    public DigestAnswer digest(URI node) throws IOException {
        Codec<DigestAnswer> codec = NetworkSchema.SCHEMA.codec(DigestAnswer.class);
        return asking.one(
                node,
                settings.queryPatience(),
                (link, deadline) -> link.call(HttpCall.get("/v1/state/digest"), deadline).decode(codec));
    }

    // --- who runs it

    /** Who runs the network, and who will. One node's word: {@link #rosterChain} proves itself. */
    public RosterShown roster(Consistency consistency) throws IOException, InterruptedException {
        return get("/v1/roster?" + consistency.parameter(), RosterShown.class);
    }

    /**
     * Every roster there was, each proved by the one before it from the genesis on: whoever pinned the network's id
     * needs to believe no node. A node may keep the newest to itself.
     *
     * @throws IOException when none could be reached, or what one gave does not follow from the genesis
     */
    public RosterChain rosterChain(Consistency consistency) throws IOException, InterruptedException {
        return proved(network(), rosterLinks(consistency));
    }

    /** The same unproved, for whoever keeps them; see {@link #proved}. */
    public List<RosterLink> rosterLinks(Consistency consistency) throws IOException, InterruptedException {
        RosterPages pages = target -> get(target, RosterChainPage.class);
        return pages.all(consistency);
    }

    /**
     * Follows rosters from a genesis.
     *
     * @throws IOException when one does not follow from the one before
     */
    public static RosterChain proved(Genesis genesis, List<RosterLink> links) throws IOException {
        try {
            return RosterChain.of(genesis, links);
        } catch (UnprovenRosterException e) {
            throw new IOException("a node shows rosters that do not follow from the genesis: " + e.getMessage(), e);
        }
    }

    /** What was proposed, oldest first, and who has said what of it. */
    public ProposalsAnswer proposals(Consistency consistency) throws IOException, InterruptedException {
        return get("/v1/proposals?" + consistency.parameter(), ProposalsAnswer.class);
    }

    // --- checkpoints

    /** The checkpoints that are kept, oldest first, with what the nodes have said of them. */
    public CheckpointsAnswer checkpoints(Consistency consistency) throws IOException, InterruptedException {
        return get("/v1/checkpoints?" + consistency.parameter(), CheckpointsAnswer.class);
    }

    /**
     * Brings the checkpoint of a height into a new file, from the first node that gives a sound one. When this returns,
     * its every byte is vouched for and on disk; when it throws, there is no file.
     *
     * @throws LocalFileException when the file cannot be written, or one is there already: no node is asked (again)
     * @throws RefusedException when a node refused, and none gave it
     * @throws IOException when none could be reached, or what they gave is not sound
     */
    public CheckpointReader.Contents fetchCheckpoint(long height, Path file) throws IOException, InterruptedException {
        try (WholeFile whole = WholeFile.at(file)) {
            CheckpointReader.Contents contents = fetchCheckpoint(height, whole);
            whole.finish();
            return contents;
        }
    }

    CheckpointReader.Contents fetchCheckpoint(long height, WholeFile file) throws IOException, InterruptedException {
        NetworkId network = networkId();
        HttpCall call = HttpCall.get("/v1/checkpoints/" + height + "/file");
        IOException failure = null;
        for (NodeLink node : nodes.inOrder()) {
            long deadlineNanos = System.nanoTime() + settings.queryPatience().toNanos();
            try {
                pin.check(node, deadlineNanos);
                return node.carry(
                        call,
                        deadlineNanos,
                        settings.quietPatience(),
                        body -> FetchedCheckpoint.into(file, body, network, height));
            } catch (LocalFileException e) {
                throw e;
            } catch (IOException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        throw Objects.requireNonNull(failure, "a client has at least one node");
    }

    // --- keyspaces

    /** Keys, and the height they are as of. @throws RefusedException with a coordination reason's name */
    public RangeAnswer.Found range(String keyspace, RangeRequest request, Consistency consistency)
            throws IOException, InterruptedException {
        return KeyQueries.found(get(KeyQueries.range(keyspace, request, consistency), RangeAnswer.class));
    }

    /** One keyspace and its writers. @throws RefusedException when there is none of this name */
    public KeyspaceAnswer.Found keyspace(String name, Consistency consistency)
            throws IOException, InterruptedException {
        return KeyQueries.found(
                name, get(KeyQueries.keyspace(name) + "?" + consistency.parameter(), KeyspaceAnswer.class));
    }

    public KeyspacesAnswer keyspaces(Consistency consistency) throws IOException, InterruptedException {
        return get("/v1/keyspaces?" + consistency.parameter(), KeyspacesAnswer.class);
    }

    /** The first leases of a keyspace by id, or those after one. @throws RefusedException when there is no such keyspace */
    public LeasesAnswer.Page leases(String keyspace, Optional<Long> after, Consistency consistency)
            throws IOException, InterruptedException {
        String target = KeyQueries.keyspace(keyspace) + "/leases?" + from(LeasesAnswer.LEASES_MAX, after)
                + consistency.parameter();
        return KeyQueries.found(keyspace, get(target, LeasesAnswer.class));
    }

    /** One lease, and its keys if they are wanted. @throws RefusedException when there is none of this id, or keyspace */
    public LeaseAnswer.Found lease(String keyspace, long lease, boolean withKeys, Consistency consistency)
            throws IOException, InterruptedException {
        String target = KeyQueries.keyspace(keyspace) + "/leases/" + lease + "?" + (withKeys ? "keys=true&" : "")
                + consistency.parameter();
        return KeyQueries.found(keyspace, lease, get(target, LeaseAnswer.class));
    }

    /**
     * Follows the changes of some keys. Close it.
     *
     * @param fromRevision the first revision wanted; 0: all that come after this call
     * @param prevKv whether events hold what the keys were before
     */
    public Watch watch(String keyspace, KeyRange keys, long fromRevision, boolean prevKv)
            throws IOException, InterruptedException {
        // A node that is behind would take "from now on" for a time before this call, and another one after a failover.
        long from = fromRevision > 0
                ? fromRevision
                : keyspace(keyspace, Consistency.LINEARIZABLE).keyspace().revision() + 1;
        return new Watch(settings, nodes, pin, keyspace, keys, from, prevKv);
    }

    // --- events

    /** Follows what happens from now on. Close it. */
    public EventFeed events() {
        return new EventFeed(settings, nodes, pin, Optional.empty());
    }

    /** Follows what happened after this place. Close it. */
    public EventFeed eventsAfter(EventPlace place) {
        return new EventFeed(settings, nodes, pin, Optional.of(place));
    }

    /** Ends idle connections; watches and feeds are closed by themselves. */
    @Override
    public void close() {
        nodes.close();
    }

    private <T> T get(String target, Class<T> type) throws IOException, InterruptedException {
        Codec<T> codec = NetworkSchema.SCHEMA.codec(type);
        return asking.any((node, deadline) -> node.call(HttpCall.get(target), deadline).decode(codec));
    }
}

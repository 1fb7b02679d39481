package org.allmende.ledger.port;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.allmende.ledger.Application;
import org.allmende.ledger.AppliedHeight;
import org.allmende.ledger.Head;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.checkpoint.Checkpoint;
import org.allmende.ledger.consensus.Consensus;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.consensus.Offer;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.Submission;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.OriginRows;
import org.allmende.ledger.metering.NodeUsage;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.ProposalAnswer;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.roster.RosterAnswer;
import org.allmende.ledger.roster.RosterLink;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.TransactionId;
import org.allmende.ledger.verification.Checked;
import org.allmende.ledger.verification.Verification;

/** The port of a ledger in this process, driven by an engine in this process. */
public final class LocalPort implements LedgerPort, AutoCloseable {
    private final Settings settings;
    private final NetworkId networkId;
    private final Ledger ledger;
    private final Verification verification;
    private final Waiters waiters;
    private final NewHeights newHeights;
    private final Barriers barriers;
    private final EventBuffer events = new EventBuffer();
    private final OrderingTimes orderingTimes = new OrderingTimes();
    private final Tallying tallying = new Tallying();
    private final ApplyTime applyTime = new ApplyTime();
    private final AtomicLong submitted = new AtomicLong();
    private final List<Ledger.Observer> companions = new CopyOnWriteArrayList<>();

    /**
     * What a port needs.
     *
     * @param originRows where this node has the checkpoint that the network starts from, if it starts from one
     * @param node this node's number
     * @param card this node's, for as long as no roster that it has come to says otherwise
     * @param applications the applications beside the ledger's own
     * @param gatewaySecret 32 bytes: the secret of this node's {@code gatewayKey}
     * @param verifier where signatures are checked ahead of the apply thread
     */
    public record Settings(
            Genesis genesis,
            OriginRows originRows,
            int node,
            NodeCard card,
            Function<Tables, List<? extends Application>> applications,
            Consensus consensus,
            Bytes gatewaySecret,
            InstantSource clock,
            Executor verifier) {
        /** Of a node of the genesis. */
        public Settings(
                Genesis genesis,
                OriginRows originRows,
                int node,
                Function<Tables, List<? extends Application>> applications,
                Consensus consensus,
                Bytes gatewaySecret,
                InstantSource clock,
                Executor verifier) {
            this(
                    genesis,
                    originRows,
                    node,
                    genesis.nodes().get(node),
                    applications,
                    consensus,
                    gatewaySecret,
                    clock,
                    verifier);
        }

        /** Of a network that starts from nothing. */
        public Settings(
                Genesis genesis,
                int node,
                Function<Tables, List<? extends Application>> applications,
                Consensus consensus,
                Bytes gatewaySecret,
                InstantSource clock,
                Executor verifier) {
            this(genesis, OriginRows.NONE, node, applications, consensus, gatewaySecret, clock, verifier);
        }
    }

    private LocalPort(Settings settings) {
        this.settings = settings;
        this.networkId = settings.genesis().networkId();
        Verification[] made = new Verification[1];
        this.ledger = new Ledger(
                settings.genesis(),
                settings.originRows(),
                settings.applications(),
                schema -> made[0] =
                        new Verification(networkId, schema, settings.verifier()),
                new Listener());
        this.verification = made[0];
        this.waiters = new Waiters(ledger.receipts());
        this.newHeights = new NewHeights(ledger::view);
        Signer gateway = Signer.of(ledger.schema(), settings.gatewaySecret());
        this.barriers = new Barriers(new Marker(this, new NodeVoice(this, gateway, settings.clock()))::order);
    }

    /** As {@link #unstarted} and {@link #start} together. */
    public static LocalPort open(Settings settings) throws IOException {
        LocalPort port = unstarted(settings);
        port.start();
        return port;
    }

    /**
     * Builds the ledger. Until {@link #start} returns, the port tells how far the engine is and refuses what needs
     * one: a gateway may stand before it.
     */
    public static LocalPort unstarted(Settings settings) {
        return new LocalPort(settings);
    }

    /** Somebody who is told of everything the ledger does, after the port. Called before {@link #start}. */
    public void accompany(Ledger.Observer observer) {
        companions.add(observer);
    }

    /**
     * Starts the engine on the ledger; returns when submissions may be made. Called once.
     *
     * @throws IOException when what this node holds cannot be read, with what to do about it
     */
    public void start() throws IOException {
        settings.consensus().start(ledger);
    }

    /** The ledger, for what is wired around the port. */
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public Genesis genesis() {
        return settings.genesis();
    }

    @Override
    public NetworkId networkId() {
        return networkId;
    }

    @Override
    public Schema schema() {
        return ledger.schema();
    }

    @Override
    public List<Application> applications() {
        return ledger.applications();
    }

    @Override
    public NodeStatus status() {
        Head head = ledger.head();
        Health health = settings.consensus().health();
        // Height, time and hash of one instant: the engine may already be a round further.
        return new NodeStatus(
                card(),
                new Health(health.state(), health.why(), health.epoch(), head.height()),
                settings.consensus().guarantees(),
                head.timeMillis(),
                head.stateHash(),
                submitted.get(),
                waiters.count());
    }

    /** As the roster has it; as its operator wrote it while this node has not come to a roster that has it. */
    private NodeCard card() {
        return roster(ledger.view())
                .member(settings.node())
                .map(Member::card)
                .orElseGet(settings::card);
    }

    @Override
    public Admission submit(Bytes signedTransaction) {
        Checked checked = verification.look(signedTransaction);
        return switch (checked) {
            case Checked.Unsound unsound -> Refusals.of(unsound);
            case Checked.Sound sound -> submit(signedTransaction, sound);
        };
    }

    @Override
    public Awaited submitAwaiting(Bytes signedTransaction) {
        Checked checked = verification.look(signedTransaction);
        return switch (checked) {
            case Checked.Unsound unsound -> new Awaited(Refusals.of(unsound), new CompletableFuture<>());
            case Checked.Sound sound -> {
                CompletableFuture<Settled> settled = settled(sound.id());
                Admission admission = submit(signedTransaction, sound);
                if (admission instanceof Admission.Refused) {
                    waiters.forget(sound.id(), settled);
                }
                yield new Awaited(admission, settled);
            }
        };
    }

    @Override
    public List<Awaited> submitAwaiting(List<Bytes> signedTransactions) {
        signedTransactions.forEach(verification::ahead);
        return signedTransactions.stream().map(this::submitAwaiting).toList();
    }

    private Admission submit(Bytes signedTransaction, Checked.Sound sound) {
        View view = ledger.view();
        if (!hasBegun(view)) {
            return Refusals.BEFORE_THE_FIRST_ROUND;
        }
        Ledger.Unfit unfit = ledger.unfit(sound, signedTransaction.length(), view, settings.clock().millis());
        if (unfit != null) {
            return Refusals.byLedger(unfit, sound, view);
        }
        orderingTimes.offered(signedTransaction, System.nanoTime());
        return switch (settings.consensus().submit(new Offer(signedTransaction, sound.id().validUntilMillis()))) {
            case Submission.Accepted accepted -> {
                submitted.incrementAndGet();
                yield new Admission.Accepted(sound.id());
            }
            case Submission.Refused(Submission.Reason reason) -> {
                orderingTimes.refused(signedTransaction);
                yield Refusals.byEngine(reason, settings.consensus());
            }
        };
    }

    @Override
    public View view() {
        return ledger.view();
    }

    @Override
    public Ordering ordering() {
        return ordering(Duration.ofNanos(OrderingTimes.REMEMBERED_NANOS));
    }

    @Override
    public Ordering ordering(Duration window) {
        return new Ordering(orderingTimes.count(), orderingTimes.latestMillis(System.nanoTime(), window.toNanos()));
    }

    @Override
    public Tally tally() {
        return tallying.tally();
    }

    @Override
    public long applyCpuNanos() {
        return applyTime.nanos();
    }

    @Override
    public Bytes digest(View view) {
        return ledger.digest(view);
    }

    @Override
    public SortedMap<String, Long> rows(View view) {
        return ledger.rows(view);
    }

    @Override
    public CompletableFuture<View> linearizableView() {
        return barriers.join();
    }

    @Override
    public View viewAbove(long height, Duration limit) throws InterruptedException {
        return newHeights.above(height, limit);
    }

    @Override
    public Optional<AccountAnswer> account(View view, AccountId id) {
        return ledger.accounts()
                .account(view, id)
                .map(account -> new AccountAnswer(
                        view.height(),
                        id,
                        account,
                        ledger.metering().usage(view, id),
                        ledger.accounts().given(view, id, AccountAnswer.DELEGATIONS_MAX)));
    }

    @Override
    public List<NodeUsage> nodeUsage(View view) {
        return roster(view).members().stream()
                .map(member -> ledger.metering().usage(view, member.node()))
                .toList();
    }

    @Override
    public Roster roster(View view) {
        return rosters(view).inForce().roster();
    }

    @Override
    public Roster roster(View view, long epoch) {
        return hasBegun(view)
                ? ledger.rosters().in(view, epoch).orElseGet(() -> roster(view))
                : Roster.of(settings.genesis());
    }

    @Override
    public RosterAnswer rosters(View view) {
        return Optional.of(view)
                .filter(this::hasBegun)
                .flatMap(ledger.rosters()::answer)
                .orElseGet(() -> RosterAnswer.before(settings.genesis()));
    }

    @Override
    public Optional<RosterLink> announcedRoster(View view) {
        return ledger.rosters().announced(view);
    }

    @Override
    public List<RosterLink> rosterChain(View view) {
        return hasBegun(view) ? ledger.rosters().chain(view) : List.of();
    }

    @Override
    public List<ProposalAnswer> proposals(View view) {
        return hasBegun(view) ? ledger.rosters().proposals(view) : List.of();
    }

    @Override
    public List<Checkpoint> checkpoints(View view) {
        return hasBegun(view) ? ledger.checkpoints().kept(view) : List.of();
    }

    @Override
    public Optional<Checkpoint> checkpoint(View view, long height) {
        return hasBegun(view) ? ledger.checkpoints().at(view, height) : Optional.empty();
    }

    /** Before the first height there is nothing, or only what is of the network that this one starts from. */
    private boolean hasBegun(View view) {
        return view.height() > settings.genesis().heightBefore();
    }

    @Override
    public Answer receipt(TransactionId id) {
        return ledger.receipts().answer(ledger.view(), id);
    }

    @Override
    public CompletableFuture<Settled> settled(TransactionId id) {
        CompletableFuture<Settled> settled = waiters.await(id, ledger::view);
        var _ = settled.whenComplete((_, failure) -> {
            if (failure != null) {
                waiters.forget(id, settled);
            }
        });
        return settled;
    }

    @Override
    public EventPage eventsAfter(EventPlace after, int limit, Duration patience) throws InterruptedException {
        return events.after(after, limit, patience);
    }

    /** Stops the engine. */
    @Override
    public void close() {
        settings.consensus().close();
    }

    /** Passes on what the apply thread did; the ledger has published its view before. */
    private final class Listener implements Ledger.Observer {
        @Override
        public void ordered(Round round) {
            applyTime.begin();
            orderingTimes.ordered(round, settings.node(), System.nanoTime());
            companions.forEach(companion -> companion.ordered(round));
        }

        @Override
        public void applied(AppliedHeight height) {
            tallying.applied(height);
            events.add(height.events());
            waiters.applied(height);
            newHeights.announce();
            companions.forEach(companion -> companion.applied(height));
            applyTime.end();
        }

        @Override
        public void restored(Head head, View view) {
            tallying.restored(head);
            events.restored(head.height());
            waiters.reconsider(view);
            newHeights.announce();
            companions.forEach(companion -> companion.restored(head, view));
        }
    }
}

package org.allmende.node.epoch;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.allmende.ledger.AppliedHeight;
import org.allmende.ledger.Head;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.port.EventPage.Placed;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.port.NodeVoice;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.roster.RosterAnswer;
import org.allmende.ledger.roster.RosterEvent;
import org.allmende.ledger.roster.RosterLink;
import org.allmende.ledger.roster.RosterOperation;
import org.allmende.ledger.roster.RosterStatement;
import org.allmende.ledger.roster.Term;
import org.allmende.ledger.roster.Voices;
import org.allmende.ledger.table.View;
import org.allmende.ledger.transaction.Signer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings this node from one epoch to the next: has a process warm up when a roster has passed, vouches for the roster when
 * that is ready, so that what is announced can begin at once, keeps the rosters that were in force, and, while this node
 * does not order, asks the others whether the network has gone on without it. What is to be done it sees in the newest
 * view: so a node that was killed goes on where it was.
 *
 * <p>The apply thread only wakes it. One thread of its own does the rest.
 */
public final class EpochKeeper implements Ledger.Observer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EpochKeeper.class);

    /** How often it looks, told of something or not. */
    private static final long LOOK_MILLIS = 1_000;

    /** A node that does not order asks the others as often: they have other things to do. */
    private static final long SEARCH_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** For so long a node that an epoch has passed by may still come to its end by what it hears from the others. */
    private static final long TO_COME_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final LedgerPort port;
    private final NodeCard card;
    private final NodeVoice own;
    private final Bytes gatewaySecret;
    private final Function<Roster, Optional<String>> objection;
    private final RosterFile file;
    private final Forgetting forgetting;
    private final Succession succession;
    private final Semaphore signals = new Semaphore(0);
    private final Thread thread = Thread.ofPlatform().name("epochs").daemon().unstarted(this::run);
    private @Nullable CompletableFuture<Boolean> vouched;
    private long vouchedFor = -1;
    private long keptEpoch;
    private long objectedTo = -1;
    private long preparedFor = -1;
    private long announced = -1;
    private long searchedNanos = System.nanoTime();
    private @Nullable Long passedBySinceNanos;
    private volatile boolean closed;

    /** What makes the next process of this node begin without what its engine keeps. */
    public interface Forgetting {
        void mark() throws IOException;
    }

    /**
     * What it needs.
     *
     * @param keptEpoch of the newest roster in the file
     * @param card this node's
     * @param gatewaySecret of its gateway key, 32 bytes
     * @param objection what keeps a node from running with a roster
     */
    public record Settings(
            long keptEpoch,
            NodeCard card,
            Bytes gatewaySecret,
            Function<Roster, Optional<String>> objection,
            RosterFile file,
            Forgetting forgetting,
            Succession succession,
            InstantSource clock) {}

    public EpochKeeper(LedgerPort port, Settings settings) {
        this.port = port;
        this.card = settings.card();
        this.gatewaySecret = settings.gatewaySecret();
        this.own = new NodeVoice(port, Signer.of(port.schema(), gatewaySecret), settings.clock());
        this.objection = settings.objection();
        this.file = settings.file();
        this.forgetting = settings.forgetting();
        this.succession = settings.succession();
        this.keptEpoch = settings.keptEpoch();
    }

    /** Begins to work; before the port's engine starts. */
    public void start() {
        thread.start();
    }

    // ---- on the apply thread

    @Override
    public void applied(AppliedHeight height) {
        for (Placed placed : height.events()) {
            if (placed.event() instanceof RosterEvent) {
                signals.release();
                return;
            }
        }
    }

    @Override
    public void restored(Head head, View view) {
        signals.release();
    }

    // ---- on the engine's

    /** The engine has ended the epoch. */
    public void epochIsOver() {
        View view = port.view();
        RosterLink link = port.announcedRoster(view)
                .orElseThrow(() -> new IllegalStateException("an epoch ended and no roster was announced: a bug"));
        Roster next = link.roster();
        List<RosterLink> links = new ArrayList<>(port.rosterChain(view));
        links.add(link);
        try {
            // The next process knows by it, before it has read its state, how many nodes there are.
            file.write(links);
        } catch (IOException e) {
            LOG.warn("The rosters could not be kept in {}.", file, e);
        }
        succession.handOver(next, Membership.in(next, card).isPresent());
    }

    // ---- on its own

    private void run() {
        try {
            while (!closed) {
                var _ = signals.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                signals.drainPermits();
                try {
                    look();
                } catch (IOException | RuntimeException e) {
                    if (!closed) {
                        LOG.warn("Cannot look after the epochs; look after the disk of {}.", file, e);
                    }
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("nobody looks after the epochs any more", e);
        }
    }

    private void look() throws IOException, InterruptedException {
        View view = port.view();
        RosterAnswer rosters = port.rosters(view);
        keep(rosters.inForce().roster(), view);
        Health health = port.status().health();
        boolean isOrdering = health.state() == Health.State.ORDERING;
        // The first round of an epoch brings its roster into force: until then the view still has it as the next one.
        Optional<Term> next = rosters.next().filter(term -> term.roster().epoch() > health.epoch());
        if (isOrdering) {
            passedBySinceNanos = null;
            next.ifPresentOrElse(term -> lookAt(term, rosters.inForce().roster()), this::dismiss);
        } else if (System.nanoTime() - searchedNanos >= SEARCH_NANOS) {
            searchedNanos = System.nanoTime();
            search(rosters);
        }
    }

    private void keep(Roster inForce, View view) throws IOException {
        if (inForce.epoch() > keptEpoch) {
            file.write(port.rosterChain(view));
            keptEpoch = inForce.epoch();
        }
    }

    private void lookAt(Term next, Roster current) {
        long epoch = next.roster().epoch();
        boolean staysIn = Membership.in(next.roster(), card).isPresent();
        if (preparedFor != epoch && staysIn) {
            preparedFor = epoch;
            LOG.info("The members have passed a roster for epoch {}: the process that goes on with it warms up.", epoch);
            succession.prepare();
        }
        if (next.isAnnounced() && announced != epoch) {
            announced = epoch;
            LOG.info("Epoch {} begins in a moment, with {} nodes.", epoch, next.roster().members().size());
        }
        boolean hasVoice = new Voices(current).of(own.account()).isPresent();
        boolean isReady = !staysIn || succession.isPrepared();
        if (hasVoice && isReady && !isVouchedFor(epoch)) {
            vouch(next.roster());
        }
    }

    private void dismiss() {
        if (preparedFor >= 0) {
            preparedFor = -1;
            succession.dismiss();
        }
    }

    private boolean isVouchedFor(long epoch) {
        return vouched != null && vouchedFor == epoch && (!vouched.isDone() || vouched.join());
    }

    private void vouch(Roster next) {
        Optional<String> why = objection.apply(next);
        if (why.isEmpty()) {
            vouchedFor = next.epoch();
            Bytes signature = new RosterStatement(port.networkId(), next).signedWith(gatewaySecret);
            vouched = own.say(new RosterOperation.VouchForRoster(next.epoch(), signature), next.epoch())
                    .thenApply(Optional::isPresent);
        } else if (objectedTo != next.epoch()) {
            objectedTo = next.epoch();
            LOG.warn("This node does not vouch for the roster of epoch {}: {}. Without enough of them it lapses; propose"
                    + " it again with another card.", next.epoch(), why.get());
        }
    }

    /** Others may have gone on: a node that was away while an epoch ended runs with a roster that nobody runs with any more. */
    private void search(RosterAnswer rosters) throws IOException, InterruptedException {
        long current = port.status().health().epoch();
        List<URI> addresses = new ArrayList<>();
        rosters.inForce().roster().members().forEach(member -> addresses.add(member.card().api()));
        rosters.next().ifPresent(next -> next.roster().members().forEach(member -> addresses.add(member.card().api())));
        addresses.remove(card.api());
        Optional<RosterSearch.Found> found = new RosterSearch(port.genesis()).newerThan(current, addresses);
        if (found.isEmpty() || closed) {
            passedBySinceNanos = null;
            return;
        }
        long now = System.nanoTime();
        long since = passedBySinceNanos == null ? now : passedBySinceNanos;
        passedBySinceNanos = since;
        if (now - since < TO_COME_NANOS) {
            return;
        }
        Roster newest = found.get().newest();
        if (Membership.in(newest, card).isEmpty()) {
            succession.handOver(newest, false);
            return;
        }
        LOG.warn(
                "The network is in epoch {}, and this node in {}: it begins anew, and takes over state from the others.",
                newest.epoch(),
                current);
        file.write(found.get().links());
        forgetting.mark();
        succession.beginAgain(newest);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}

package org.allmende.ledger.port;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.allmende.ledger.Application;
import org.allmende.ledger.Limits;
import org.allmende.ledger.Result;
import org.allmende.ledger.checkpoint.Checkpoint;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.metering.NodeUsage;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.roster.ProposalAnswer;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.roster.RosterAnswer;
import org.allmende.ledger.roster.RosterLink;
import org.allmende.ledger.table.View;
import org.allmende.ledger.transaction.TransactionId;

/** A node's ledger as its gateways use it. Any thread. */
public interface LedgerPort {
    Genesis genesis();

    /** That of the genesis, which takes a digest of all of it to tell. */
    NetworkId networkId();

    NodeStatus status();

    /** How long the engine took with what this node gave it, in the last minute. */
    Ordering ordering();

    /** As {@link #ordering()}, of the last {@code window} only; a minute at most. */
    Ordering ordering(Duration window);

    /** What this node has applied since its process started. */
    Tally tally();

    /** Processor time that applying it took, in nanoseconds; 0 on a system that does not tell. */
    long applyCpuNanos();

    /** All applications of this node, by tag: the ledger's own first. */
    List<Application> applications();

    /** Knows the operations, results and events of all applications of this node. */
    Schema schema();

    /** Checks the bytes of a {@link org.allmende.ledger.transaction.SignedTransaction} and offers them for ordering. */
    Admission submit(Bytes signedTransaction);

    /** As {@link #submit}, and awaited from before it is offered: no engine is so fast that its results are missed. */
    Awaited submitAwaiting(Bytes signedTransaction);

    /** As {@link #submitAwaiting(Bytes)}, of each in turn; their signatures are checked beside each other. */
    List<Awaited> submitAwaiting(List<Bytes> signedTransactions);

    /** The last applied height. */
    View view();

    /** A view at least as new as this call: of a height ordered after it. Fails when none can be had. */
    CompletableFuture<View> linearizableView();

    /** A view above {@code height}, or the newest one there is when {@code limit} is over. */
    View viewAbove(long height, Duration limit) throws InterruptedException;

    /** SHA-256 over the canonical dump of all tables as of {@code view}: equal on all nodes. Walks all rows. */
    Bytes digest(View view);

    /** Rows of every table as of {@code view}, under the name of its application, a dot, and its own. */
    SortedMap<String, Long> rows(View view);

    /** An account, what it has used and whom it lets act, as of {@code view}. Empty: it has not been opened. */
    Optional<AccountAnswer> account(View view, AccountId id);

    /** The roster in force as of {@code view}; before the first height that of the genesis. */
    Roster roster(View view);

    /** The one in force in an epoch, from 0, as of {@code view}: the newest that is not younger. */
    Roster roster(View view, long epoch);

    /** Who runs the network, and who will, as of {@code view}; before the first height what the genesis says. */
    RosterAnswer rosters(View view);

    /** Every roster that was in force, oldest first, with the signatures of nodes of the one before it. */
    List<RosterLink> rosterChain(View view);

    /** The roster that has been announced and is not in force yet, with the signatures that make it so. */
    Optional<RosterLink> announcedRoster(View view);

    /** What was proposed, oldest first, and who has said what of it. */
    List<ProposalAnswer> proposals(View view);

    /** What every node has brought into rounds, in the order of the roster, as of {@code view}. */
    List<NodeUsage> nodeUsage(View view);

    /** The checkpoints kept as of {@code view}, oldest first, with what the nodes have said of them. */
    List<Checkpoint> checkpoints(View view);

    /** The checkpoint of a height as of {@code view}. Empty: none was taken, or it is kept no longer. */
    Optional<Checkpoint> checkpoint(View view, long height);

    Answer receipt(TransactionId id);

    /** Completes when the transaction was applied, or can no longer be. Who waits no longer cancels it. */
    CompletableFuture<Settled> settled(TransactionId id);

    /** The events after this place, oldest first, at most {@code limit}; waits up to {@code patience} for the first. */
    EventPage eventsAfter(EventPlace after, int limit, Duration patience) throws InterruptedException;

    /**
     * The engine's share of a commit's latency: from its accepting a transaction to the round that brings it.
     *
     * @param count transactions of this node that came in rounds, since its process started
     * @param latestMillis what those of the asked time took, the last 4,096 at most, ascending, in milliseconds
     */
    @SuppressWarnings("ArrayRecordComponent") // a list of so many boxed numbers for each scrape would be waste
    record Ordering(long count, double[] latestMillis) {}

    /** @param settled as {@link #settled}; never completes when the transaction was not accepted */
    record Awaited(Admission admission, CompletableFuture<Settled> settled) {}

    /** @param results of each applied group, when this node saw it applied; a node that took over state did not */
    record Settled(
            Answer answer,
            Optional<
                            @Max(Limits.TRANSACTION_GROUPS_MAX) List<
                                    @Max(Limits.GROUP_OPERATIONS_MAX) List<Result>>>
                    results) {}
}

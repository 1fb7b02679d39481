package org.allmende.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.allmende.cli.Where.Target;
import org.allmende.client.Keys;
import org.allmende.client.NetworkClient;
import org.allmende.client.Settlement;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.Summary;
import org.allmende.ledger.Reason;
import org.allmende.ledger.Result;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.account.LedgerReason;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.receipt.Receipt;
import org.allmende.ledger.checkpoint.CheckpointReason;
import org.allmende.ledger.checkpoint.Checkpoints;
import org.allmende.ledger.roster.RosterReason;
import org.allmende.ledger.roster.Rosters;
import org.allmende.ledger.token.TokenReason;
import org.allmende.ledger.token.Tokens;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.allmende.node.Refusal;

/** One operation, signed, submitted, and settled with a receipt. */
final class Signed {
    /** A transaction whose time passed without it has certainly not happened, and may be made anew so often. */
    private static final int ATTEMPTS = 3;

    private Signed() {}

    /**
     * @param height where it was applied
     * @param summary what the receipt keeps of its result
     * @param result the whole result; empty when the node that gave the receipt does not have it
     */
    record Done(long height, Bytes summary, Optional<Result> result) {
        /** The summary of one of coordination's operations. */
        Summary ofKeys() {
            try {
                return Summary.decode(summary);
            } catch (MalformedException e) {
                throw new IllegalStateException("the receipt of an operation on keys is not one of keys", e);
            }
        }

        /** Where one of coordination's operations stands, for people. */
        String asOf() {
            return "at height " + height + ", revision " + ofKeys().revision();
        }
    }

    /**
     * @throws Refusal when it was refused, or will never happen
     * @throws UnknownOutcome when nobody can say yet
     */
    static Done submit(Screen screen, Target target, Keys keys, Operation operation)
            throws Refusal, UnknownOutcome, IOException, InterruptedException {
        try (var _ = Waiting.on(screen, "waiting for a receipt");
                NetworkClient client = target.client()) {
            Settlement settlement = client.submit(keys, Group.of(operation));
            for (int attempt = 1; attempt < ATTEMPTS && settlement instanceof Settlement.NeverHappened; attempt++) {
                settlement = client.submit(keys, Group.of(operation));
            }
            return switch (settlement) {
                case Settlement.Applied(Receipt receipt, Optional<List<List<Result>>> results) ->
                    done(receipt, results.map(List::getFirst));
                case Settlement.NeverHappened never -> throw new Refusal(
                        "its time passed without it, as of height " + never.asOfHeight() + ": nothing was changed",
                        "see with '" + Words.command() + " status' whether the network goes on, and do it again");
                case Settlement.Unknown unknown -> throw new UnknownOutcome(
                        "it is not known what became of transaction " + unknown.id() + ": " + unknown.why(),
                        "look whether it happened before you do it again");
            };
        }
    }

    private static Done done(Receipt receipt, Optional<List<Result>> results) throws Refusal {
        return switch (receipt.outcomes().getFirst()) {
            case GroupOutcome.Applied applied ->
                new Done(receipt.height(), applied.summaries().getFirst(), results.map(List::getFirst));
            case GroupOutcome.Refused refused -> {
                Reason reason = reason(refused);
                throw new Refusal(
                        reason.name() + ": refused at height " + receipt.height() + ", nothing was changed",
                        reason.advice());
            }
        };
    }

    private static Reason reason(GroupOutcome.Refused refused) {
        Stream<? extends Reason> reasons =
                switch (refused.application()) {
                    case Accounts.TAG -> Stream.of(LedgerReason.values());
                    case Tokens.TAG -> Stream.of(TokenReason.values());
                    case Checkpoints.TAG -> Stream.of(CheckpointReason.values());
                    case Rosters.TAG -> Stream.of(RosterReason.values());
                    default -> Stream.of(CoordinationReason.values());
                };
        return reasons.filter(reason -> reason.code() == refused.reason())
                .map(Reason.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this command does not know the reason of " + refused
                        + "; it is older than the network"));
    }
}

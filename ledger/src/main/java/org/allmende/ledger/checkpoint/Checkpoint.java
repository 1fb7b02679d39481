package org.allmende.ledger.checkpoint;

import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.roster.Voices;

/**
 * A checkpoint, and what the nodes have said of it.
 *
 * @param height whose end it is of
 * @param timeMillis agreed time of that height
 * @param askedBy the operator's account
 * @param epoch the roster epoch of that height, whose nodes vouch
 * @param vouchedHeight where more than two thirds of all weight had vouched; 0: not yet
 * @param vouches by node
 */
public record Checkpoint(
        long height,
        long timeMillis,
        AccountId askedBy,
        long epoch,
        long vouchedHeight,
        @Max(Limits.NODES_MAX) List<Said> vouches) {
    public Checkpoint {
        vouches = List.copyOf(vouches);
    }

    /** What a node has said of a checkpoint, and its proof; see {@link Vouch}. */
    public record Said(int node, Statement statement, @Fixed(64) Bytes signature) {
        public Vouch vouch() {
            return new Vouch(node, signature);
        }
    }

    public boolean isVouched() {
        return vouchedHeight > 0;
    }

    /** The vouches for one statement, by node. */
    public List<Vouch> vouchesFor(Statement statement) {
        return vouches.stream()
                .filter(said -> said.statement().equals(statement))
                .map(Said::vouch)
                .toList();
    }

    /** The weight of the nodes that have vouched for one statement. */
    public long weightFor(Statement statement, Voices voices) {
        return vouchesFor(statement).stream()
                .mapToLong(vouch -> voices.of(vouch.node()).map(Voices.Voice::weight).orElse(0L))
                .sum();
    }

    /** The statement for which more than two thirds of all weight have vouched; empty: there is none yet. */
    public Optional<Statement> agreed(Voices voices) {
        return vouches.stream()
                .map(Said::statement)
                .distinct()
                .filter(statement -> voices.areEnough(weightFor(statement, voices)))
                .findFirst();
    }

    /** Whether nodes have stated different states: at least one computes what the others do not. */
    public boolean isDisputed() {
        return vouches.stream().map(Said::statement).distinct().count() > 1;
    }
}

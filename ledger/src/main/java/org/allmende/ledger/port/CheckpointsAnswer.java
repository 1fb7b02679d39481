package org.allmende.ledger.port;

import java.util.List;
import org.allmende.ledger.Limits;
import org.allmende.ledger.checkpoint.Checkpoint;
import org.allmende.ledger.encoding.Max;

/** The checkpoints kept as of a height, oldest first, as gateways send them. */
public record CheckpointsAnswer(long height, @Max(Limits.CHECKPOINTS_KEPT_MAX) List<Checkpoint> checkpoints) {
    public CheckpointsAnswer {
        checkpoints = List.copyOf(checkpoints);
    }
}

package org.allmende.ledger.port;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.allmende.ledger.checkpoint.Statement;

/** Where a node keeps the checkpoints that it has written. Any thread. */
@FunctionalInterface
public interface CheckpointFiles {
    /** Keeps none. */
    CheckpointFiles NONE = statement -> Optional.empty();

    /** The checkpoint of this statement, or empty when this node does not keep it. */
    Optional<Kept> find(Statement statement);

    /** One checkpoint. */
    interface Kept {
        /** The first two parts of its file: head and rows. To be closed by the caller. */
        InputStream open() throws IOException;
    }
}

package org.allmende.coordination;

import java.util.Optional;
import org.allmende.ledger.encoding.Tag;

/**
 * A key has its value.
 *
 * @param revision the one that did it
 * @param prevKv what the key was before, when asked for
 */
@Tag(0)
public record PutResult(long revision, Optional<KeyValue> prevKv) implements CoordinationResult, Response {}

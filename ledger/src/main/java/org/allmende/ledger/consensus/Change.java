package org.allmende.ledger.consensus;

import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/** What a round left of one row: its new value, or null when the row is gone. */
public record Change(int table, Bytes key, @Nullable Bytes value) {}

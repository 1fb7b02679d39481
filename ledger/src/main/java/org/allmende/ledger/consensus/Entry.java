package org.allmende.ledger.consensus;

import org.allmende.ledger.encoding.Bytes;

/** One row of a table as the engine keeps it. */
public record Entry(int table, Bytes key, Bytes value) {}

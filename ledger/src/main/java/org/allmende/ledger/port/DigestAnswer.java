package org.allmende.ledger.port;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;

/** The hash of the whole state as of a height, as gateways send it: {@link LedgerPort#digest}. */
public record DigestAnswer(long height, @Fixed(32) Bytes digest) {}

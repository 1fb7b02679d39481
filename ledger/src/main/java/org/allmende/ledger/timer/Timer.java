package org.allmende.ledger.timer;

import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;

/**
 * Set by an application for itself.
 *
 * @param dueMillis agreed time, milliseconds since 1970
 * @param name in the application's own words; one timer per due time and name
 */
public record Timer(long dueMillis, @Max(Limits.TIMER_NAME_BYTES_MAX) Bytes name) {}

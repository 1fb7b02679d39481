package org.allmende.ledger.roster;

import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Max;

/**
 * How a voter says it has checked what a card claims: operator, provider, region and jurisdiction.
 *
 * @param atMillis when, milliseconds since 1970 by the voter's own clock
 * @param how in a sentence, for people
 * @param evidence SHA-256 of what it can show; of nothing when there is nothing to show
 */
public record CardCheck(
        long atMillis, @Max(Limits.CARD_CHECK_BYTES_MAX) String how, @Fixed(32) Bytes evidence) {
    public CardCheck {
        if (atMillis < 0 || atMillis > Limits.GENESIS_START_MILLIS_MAX) {
            throw new IllegalArgumentException("a card was checked between 1970 and the end of the year 9999");
        }
        if (how.isBlank()) {
            throw new IllegalArgumentException("say how the card was checked, in a sentence");
        }
    }
}

package org.allmende.ledger.account;

import java.util.Optional;
import org.allmende.ledger.arithmetic.Uint256;

/**
 * @param untilMillis agreed time at which it ends
 * @param left what may still be used of its limit, in the application's own units; empty: no limit
 */
public record Delegation(long untilMillis, Optional<Uint256> left) {
    boolean covers(Uint256 cost) {
        return left.isEmpty() || left.get().compareTo(cost) >= 0;
    }

    Delegation less(Uint256 cost) {
        return new Delegation(untilMillis, left.map(some -> some.minus(cost)));
    }
}

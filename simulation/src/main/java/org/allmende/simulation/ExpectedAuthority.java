package org.allmende.simulation;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.account.Authority.OneKey;
import org.allmende.ledger.account.Authority.Threshold;
import org.allmende.ledger.account.LedgerReason;
import org.allmende.ledger.encoding.Bytes;

/** What an authority should be able to do, and which should be refused. */
final class ExpectedAuthority {
    /** The one unsound key that simulations use: a point of small order. All other keys of theirs have a secret. */
    static final Bytes WEAK_KEY = Bytes.wrap(new byte[32]);

    private static final int DEPTH_MAX = 3;
    private static final int KEYS_MAX = 32;

    private ExpectedAuthority() {}

    static boolean isEnough(Authority authority, Set<Bytes> signers) {
        return switch (authority) {
            case OneKey one -> signers.contains(one.publicKey());
            case Threshold threshold -> {
                List<Authority> there = threshold.members().stream()
                        .filter(member -> isEnough(member, signers))
                        .toList();
                yield there.size() >= threshold.required();
            }
        };
    }

    static Optional<LedgerReason> objection(Authority authority) {
        List<Bytes> keys = keys(authority).toList();
        Set<Bytes> distinct = new HashSet<>(keys);
        if (depth(authority) > DEPTH_MAX) {
            return Optional.of(LedgerReason.AUTHORITY_TOO_DEEP);
        }
        if (distinct.size() > KEYS_MAX) {
            return Optional.of(LedgerReason.TOO_MANY_KEYS);
        }
        if (distinct.size() < keys.size()) {
            return Optional.of(LedgerReason.KEY_TWICE);
        }
        return distinct.contains(WEAK_KEY) ? Optional.of(LedgerReason.WEAK_KEY) : Optional.empty();
    }

    private static int depth(Authority authority) {
        return switch (authority) {
            case OneKey one -> 0;
            case Threshold threshold ->
                1 + threshold.members().stream().mapToInt(ExpectedAuthority::depth).max().orElse(0);
        };
    }

    private static Stream<Bytes> keys(Authority authority) {
        return switch (authority) {
            case OneKey one -> Stream.of(one.publicKey());
            case Threshold threshold -> threshold.members().stream().flatMap(ExpectedAuthority::keys);
        };
    }
}

package org.allmende.ledger.account;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;
import org.allmende.ledger.signatures.Ed25519;

/** What proves that an account acts: the signature of one key, or of enough members. */
public sealed interface Authority {
    /** One Ed25519 key. */
    @Tag(0)
    record OneKey(@Fixed(32) Bytes publicKey) implements Authority {
        @Override
        public boolean isSatisfiedBy(Set<Bytes> signers) {
            return signers.contains(publicKey);
        }
    }

    /**
     * {@code required} of the members, 1 to all of them. A member is a key or again a choice of members, nested at
     * most {@link Limits#AUTHORITY_DEPTH_MAX} deep.
     */
    @Tag(1)
    record Threshold(int required, @Max(Limits.AUTHORITY_KEYS_MAX) List<Authority> members) implements Authority {
        public Threshold {
            members = List.copyOf(members);
            if (required < 1 || required > members.size()) {
                throw new IllegalArgumentException(
                        "of " + members.size() + " members 1 to " + members.size() + " are required, not " + required);
            }
        }

        @Override
        public boolean isSatisfiedBy(Set<Bytes> signers) {
            int satisfied = 0;
            for (Authority member : members) {
                satisfied += member.isSatisfiedBy(signers) ? 1 : 0;
            }
            return satisfied >= required;
        }
    }

    /** Whether these keys together, all of which have signed, are enough. */
    boolean isSatisfiedBy(Set<Bytes> signers);

    /** What keeps this from becoming the authority of an account: the first that holds, in order of precedence. */
    default Optional<LedgerReason> objection() {
        return new Examination().of(this);
    }

    /** One walk over an authority. */
    final class Examination {
        private final Set<Bytes> keys = new HashSet<>();
        private boolean deep;
        private boolean weak;
        private boolean twice;

        private Examination() {}

        private Optional<LedgerReason> of(Authority authority) {
            walk(authority, 0);
            if (deep) {
                return Optional.of(LedgerReason.AUTHORITY_TOO_DEEP);
            }
            if (keys.size() > Limits.AUTHORITY_KEYS_MAX) {
                return Optional.of(LedgerReason.TOO_MANY_KEYS);
            }
            if (twice) {
                return Optional.of(LedgerReason.KEY_TWICE);
            }
            for (Bytes key : keys) {
                weak |= !Ed25519.isAcceptable(key);
            }
            return weak ? Optional.of(LedgerReason.WEAK_KEY) : Optional.empty();
        }

        /** @param depth choices above this authority */
        private void walk(Authority authority, int depth) {
            switch (authority) {
                case OneKey(Bytes key) -> twice |= !keys.add(key);
                case Threshold threshold -> {
                    deep |= depth == Limits.AUTHORITY_DEPTH_MAX;
                    if (!deep) {
                        threshold.members().forEach(member -> walk(member, depth + 1));
                    }
                }
            }
        }
    }
}

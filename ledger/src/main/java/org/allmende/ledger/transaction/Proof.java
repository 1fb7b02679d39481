package org.allmende.ledger.transaction;

import java.util.List;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/** What shows that the sender's authority stands behind a transaction. */
public sealed interface Proof {
    /** One Ed25519 signature (RFC 8032) by {@code publicKey} over the domain tag and the received bytes. */
    @Tag(0)
    record OneSignature(@Fixed(32) Bytes publicKey, @Fixed(64) Bytes signature) implements Proof {}

    /**
     * Several such signatures over the same bytes, for an authority of more than one key: each must be sound, and
     * together they must be enough. By ascending keys, each key once.
     */
    @Tag(1)
    record ManySignatures(@Max(Limits.AUTHORITY_KEYS_MAX) List<OneSignature> signatures) implements Proof {
        public ManySignatures {
            signatures = List.copyOf(signatures);
            if (signatures.isEmpty()) {
                throw new IllegalArgumentException("a proof holds at least one signature");
            }
            for (int i = 1; i < signatures.size(); i++) {
                if (signatures.get(i - 1).publicKey().compareTo(signatures.get(i).publicKey()) >= 0) {
                    throw new IllegalArgumentException("signatures stand by ascending keys, each key once");
                }
            }
        }
    }

    /** All of its signatures. */
    default List<OneSignature> all() {
        return switch (this) {
            case OneSignature one -> List.of(one);
            case ManySignatures many -> many.signatures();
        };
    }
}

package org.allmende.node.etcd.forming;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.NodeCard;

/**
 * A member asks another one for its introduction. It says who it is, so that what does not belong together is told to both;
 * nothing it says is believed.
 *
 * @param token that of its {@link Roll}
 * @param members the text of its {@link Roll}
 */
public record Ask(@Fixed(32) Bytes token, @Max(Ask.MEMBERS_BYTES_MAX) String members, NodeCard card) {
    public static final int MEMBERS_BYTES_MAX = 32 * 1024;

    /** Of a whole question. */
    public static final int BYTES_MAX = 64 * 1024;

    public static final Codec<Ask> CODEC = Schema.standard().codec(Ask.class);
}

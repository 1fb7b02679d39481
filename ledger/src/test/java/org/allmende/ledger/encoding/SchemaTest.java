package org.allmende.ledger.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.allmende.ledger.transaction.Transaction;
import org.junit.jupiter.api.Test;

class SchemaTest {
    sealed interface Ops extends Operation {
        @Tag(7)
        record Nonce(long nonce) implements Ops {}
    }

    @Test
    void keyspace() throws Exception {
        var codec = Schema.standard().codec(GenesisKeyspace.class);
        var value = new GenesisKeyspace("abc", Bytes.wrap(new byte[32]));
        assertThat(codec.encode(value)).isEqualTo(Bytes.hex("03000000" + "616263" + "00".repeat(32)));
        assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
    }

    @Test
    void transaction() throws Exception {
        Schema schema = Schema.standard().with(Operation.class, Map.of(1, Ops.class));
        var codec = schema.codec(Transaction.class);
        var zero = Bytes.wrap(new byte[32]);
        var value = new Transaction(
                new NetworkId(zero), new AccountId(zero), 258, -1, List.of(Group.of(new Ops.Nonce(5))));
        assertThat(codec.encode(value).toHex())
                .isEqualTo("00".repeat(64) + "0201000000000000" + "ff".repeat(8) + "01000000" + "01000000" + "01" + "07"
                        + "0500000000000000");
        assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
    }
}

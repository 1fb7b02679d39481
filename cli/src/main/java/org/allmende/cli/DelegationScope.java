package org.allmende.cli;

import org.allmende.client.Keys;
import org.allmende.coordination.Coordination;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.Tokens;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a delegation is for, as options. */
final class DelegationScope {
    @Option(
            names = "--keyspace",
            paramLabel = "NAME",
            description = "Writing keys of this keyspace, which the signing account owns.")
    private @Nullable String keyspace;

    @Option(names = "--prefix", paramLabel = "PREFIX", description = "Of these only keys that begin with it.")
    private String prefix = "";

    @Option(names = "--token", paramLabel = TokenName.LABEL, description = "Spending, or if it is the issuer's minting, of"
            + " this token. " + TokenName.HELP)
    private @Nullable String token;

    /** @throws Refusal when it is not one of the two */
    Scope scope(Keys keys) throws Refusal {
        if ((keyspace == null) == (token == null)) {
            throw new Refusal("a delegation is for keys or for a token", "name one of --keyspace and --token");
        }
        if (token != null) {
            TokenId id = TokenName.id(token, keys.account());
            return new Scope(Tokens.TAG, id.value());
        }
        Bytes resource = Bytes.utf8(keyspace + "\0").concat(Bytes.utf8(prefix));
        return new Scope(Coordination.TAG, resource);
    }

    boolean isNamed() {
        return keyspace != null || token != null || !prefix.isEmpty();
    }

    boolean isToken() {
        return token != null;
    }

    String token() {
        return token == null ? "" : token;
    }
}

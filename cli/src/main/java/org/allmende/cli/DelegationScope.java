package org.allmende.cli;

import java.util.stream.Stream;
import org.allmende.client.Keys;
import org.allmende.coordination.Coordination;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.Tokens;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a delegation is for, as options: in the words of an application that this command knows, or as bytes. */
final class DelegationScope {
    /** How the empty resource is written, for which a shell has no good word. */
    static final String EMPTY = "-";

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

    @Option(
            names = "--application",
            paramLabel = "NAME",
            description = "Anything in this application, within --resource: ledger, coordination, tokens, checkpoints, or"
                    + " a number.")
    private @Nullable String application;

    @Option(
            names = "--resource",
            paramLabel = "HEX",
            description = "With --application: what begins with these bytes, as 'delegation list' shows them; - for all of"
                    + " the application.")
    private @Nullable String resource;

    /** @throws Refusal when it is not one of the three */
    Scope scope(Keys keys) throws Refusal {
        if (Stream.of(keyspace != null, token != null, application != null).filter(given -> given).count() != 1) {
            throw new Refusal(
                    "a delegation is for keys, for a token, or for a part of an application",
                    "name one of --keyspace, --token and --application");
        }
        if ((application == null) != (resource == null)) {
            throw new Refusal(
                    application == null
                            ? "--resource says nothing without an application"
                            : "--application does not say which part of it",
                    application == null
                            ? "name the application with --application"
                            : "name the part with --resource HEX, or all of it with --resource -");
        }
        if (keyspace == null && !prefix.isEmpty()) {
            throw new Refusal("--prefix says nothing without a keyspace", "name the keyspace with --keyspace");
        }
        if (application != null && resource != null) {
            return anything(application, resource);
        }
        if (token != null) {
            TokenId id = TokenName.id(token, keys.account());
            return new Scope(Tokens.TAG, id.value());
        }
        Bytes keysOf = Bytes.utf8(keyspace + "\0").concat(Bytes.utf8(prefix));
        return new Scope(Coordination.TAG, keysOf);
    }

    private static Scope anything(String application, String resource) throws Refusal {
        int number = ApplicationName.number(application);
        String hex = resource.equals(EMPTY) ? "" : resource;
        if (!hex.matches("([0-9a-fA-F]{2})*") || hex.length() > 2 * Limits.DELEGATION_RESOURCE_BYTES_MAX) {
            throw new Refusal(
                    "'" + resource + "' is no resource: it is written in hexadecimal digits, two a byte, of at most "
                            + Limits.DELEGATION_RESOURCE_BYTES_MAX + " bytes",
                    "take it from 'delegation list', or - for all of the application");
        }
        return new Scope(number, Bytes.hex(hex));
    }

    boolean isNamed() {
        return keyspace != null || token != null || application != null || resource != null || !prefix.isEmpty();
    }

    boolean isToken() {
        return token != null;
    }

    String token() {
        return token == null ? "" : token;
    }
}

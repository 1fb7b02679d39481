package org.allmende.cli;

import java.io.IOException;
import org.allmende.gateway.etcd.auth.AuthSettings;
import org.allmende.node.EtcdUsers;
import org.allmende.node.Refusal;
import picocli.CommandLine.Option;

/** How users of etcd's interface show who they are: etcd's flags of the same names. */
final class EtcdUserWords {
    @Option(
            names = "--auth-token",
            paramLabel = "HOW",
            description = "simple, or jwt,sign-method=RS256,pub-key=FILE,priv-key=FILE,ttl=10m (default: simple).")
    private String authToken = EtcdUsers.STANDARD.authToken();

    @Option(
            names = "--auth-token-ttl",
            paramLabel = "SECONDS",
            description = "How long a simple token lives after it was used (default: 300).")
    private int tokenSeconds = EtcdUsers.STANDARD.tokenSeconds();

    @Option(
            names = "--bcrypt-cost",
            paramLabel = "COST",
            description = "Two to the power of it are the rounds that a new password costs (default: 10).")
    private int bcryptCost = EtcdUsers.STANDARD.bcryptCost();

    /** @throws Refusal when a word is none, or a key cannot be read */
    AuthSettings settings() throws Refusal {
        try {
            return new EtcdUsers(authToken, tokenSeconds, bcryptCost).settings();
        } catch (IllegalArgumentException | IOException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "correct it, or leave it out for etcd's own", e);
        }
    }
}

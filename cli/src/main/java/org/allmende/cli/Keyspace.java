package org.allmende.cli;

import java.io.IOException;
import org.allmende.cli.Where.Target;
import org.allmende.client.Consistency;
import org.allmende.client.Keys;
import org.allmende.node.Refusal;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all verbs about keys are told: which keyspace, of which network. */
class Keyspace {
    @Option(names = "--keyspace", defaultValue = "default", paramLabel = "NAME", description = "The keyspace (default: default).")
    private String keyspace = "";

    String name() {
        return keyspace;
    }

    /** Without a signature. */
    static class Asking extends Keyspace {
        @Mixin
        private Where where = new Where();

        Target find() throws Refusal, IOException, InterruptedException {
            return where.find();
        }
    }

    /** And how fresh an answer must be. */
    static final class Reading extends Asking {
        @Option(
                names = "--local",
                description = "Answer at once with what the asked node has applied, possibly behind; without it the answer"
                        + " holds everything acknowledged before the question.")
        private boolean local;

        Consistency consistency() {
            return local ? Consistency.LOCAL : Consistency.LINEARIZABLE;
        }
    }

    /** And who signs. */
    static final class Writing extends Keyspace {
        @Mixin
        private Signing signing = new Signing();

        Target find() throws Refusal, IOException, InterruptedException {
            return signing.find();
        }

        Keys keys(Target target) throws Refusal {
            return signing.owner(target);
        }
    }
}

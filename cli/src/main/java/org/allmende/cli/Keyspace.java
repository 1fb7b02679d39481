package org.allmende.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.allmende.cli.Where.Target;
import org.allmende.client.Consistency;
import org.allmende.client.Keys;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all verbs about keys are told: which network, and which keyspace of it. */
class Keyspace {
    @Mixin
    private Where where = new Where();

    @Option(names = "--keyspace", defaultValue = "default", paramLabel = "NAME", description = "The keyspace (default: default).")
    private String keyspace = "";

    String name() {
        return keyspace;
    }

    Target find() throws Refusal, IOException, InterruptedException {
        return where.find();
    }

    /** And how fresh an answer must be. */
    static final class Reading extends Keyspace {
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
        @Option(
                names = "--key",
                paramLabel = "FILE",
                description = "Sign with this key (default: with the key owner.key in the network's folder).")
        private @Nullable Path key;

        Keys keys(Target target) throws Refusal {
            if (key != null) {
                return Where.keys(key);
            }
            NetworkFolder folder = target.folder().orElseThrow(() -> new Refusal(
                    "writing is signed, and --nodes brings no key", "name the file of one with --key FILE"));
            return Where.keys(folder.ownerKey());
        }
    }
}

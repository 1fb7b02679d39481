package org.allmende.cli;

import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.CoordinationResult;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "grant",
        header = "Grant a lease: keys attached to it are deleted when nobody renews it any more.",
        description = {
            "",
            "Prints its id, for 'kv put --lease', 'lease renew' and 'lease revoke'. It lives for TTL after it was"
                    + " granted or last renewed, in the network's agreed time, and does not end before that. So its"
                    + " holder is safe until its own clock has passed the moment it sent its last answered renewal"
                    + " plus TTL. Where the network stood still for a while, a lease has its whole TTL again when it"
                    + " goes on.",
            "",
            "It is the signer's: nobody but it, and who acts for the keyspace's owner, renews it, revokes it or"
                    + " attaches keys to it. It counts as an entry of the keyspace's owner.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende lease grant 60",
            "  allmende kv put service/node-1 up --lease $(allmende lease grant 10)",
            "  allmende lease grant 60 --prefix jobs/ --key writer.key     by who may write jobs/",
        })
final class LeaseGrant implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Keyspace.Writing keyspace = new Keyspace.Writing();

    @Parameters(paramLabel = "TTL", description = "How long it lives after each renewal, in seconds; at least 2.")
    private long ttlSeconds;

    @Option(names = "--id", paramLabel = "ID", description = "This id, in hexadecimal (default: one by chance).")
    private @Nullable String id;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "What gives you the right: you may write keys that begin with PREFIX (default: all keys).")
    private String prefix = "";

    LeaseGrant(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        long lease = id == null ? byChance() : LeaseId.parse(id);
        Target target = keyspace.find();
        Signed.Done done = Signed.submit(
                screen,
                target,
                keyspace.keys(target),
                new CoordinationOperation.GrantLease(keyspace.name(), lease, ttlSeconds, Bytes.utf8(prefix)));
        screen.answer(LeaseId.show(lease));
        if (done.result().orElse(null) instanceof CoordinationResult.Granted granted) {
            screen.tell("it lives " + granted.ttlSeconds() + " s after each renewal");
        }
        screen.tell(done.asOf());
        return Exit.OK;
    }

    /** Positive, as etcd's are. */
    private static long byChance() {
        return new SecureRandom().nextLong(1, Long.MAX_VALUE);
    }
}

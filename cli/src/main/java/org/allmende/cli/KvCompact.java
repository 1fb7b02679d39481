package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.coordination.CoordinationOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "compact",
        header = "Give up the past of a keyspace before a revision, which nothing undoes.",
        description = {
            "",
            "Reads and watches from before it are refused from then on, and what only they could see is removed bit by"
                    + " bit. Signed by the owner, or by a delegate for the whole keyspace.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende kv compact 1000",
            "  allmende kv compact 1000 --keyspace jobs --key jobs-owner.key",
        })
final class KvCompact implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Keyspace.Writing keyspace = new Keyspace.Writing();

    @Parameters(paramLabel = "REVISION", description = "The first revision that can still be read.")
    private long revision;

    KvCompact(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Target target = keyspace.find();
        Signed.Done done = Signed.submit(
                screen,
                target,
                keyspace.keys(target),
                new CoordinationOperation.Compact(keyspace.name(), revision));
        screen.answer("OK");
        screen.tell(done.asOf());
        return Exit.OK;
    }
}

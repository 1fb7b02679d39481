package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.coordination.CoordinationOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "revoke",
        header = "End a lease now, and delete its keys, all in one revision.",
        description = {"", "Prints how many keys there were; that there were none is no error."},
        footer = {"", "Example:", "  allmende lease revoke 5f0c11a2b3d4e5f6"})
final class LeaseRevoke implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Keyspace.Writing keyspace = new Keyspace.Writing();

    @Parameters(paramLabel = "ID", description = "Its id, in hexadecimal.")
    private String id = "";

    LeaseRevoke(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        long lease = LeaseId.parse(id);
        Target target = keyspace.find();
        Signed.Done done = Signed.submit(
                screen,
                target,
                keyspace.keys(target),
                new CoordinationOperation.RevokeLease(keyspace.name(), lease));
        screen.answer(Long.toString(done.ofKeys().deleted()));
        screen.tell(done.asOf());
        return Exit.OK;
    }
}

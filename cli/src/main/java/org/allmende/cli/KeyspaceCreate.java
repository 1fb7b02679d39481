package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.coordination.CoordinationOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "create",
        header = "Create a keyspace, empty and at revision 1.",
        description = {
            "",
            "The signing account (default: of owner.key in the network's folder) owns it, and decides who else may write"
                    + " it.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende keyspace create jobs --key my.key",
            "  allmende kv put first 'sweep' --keyspace jobs --key my.key",
        })
final class KeyspaceCreate implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private KeyspaceWork work = new KeyspaceWork();

    KeyspaceCreate(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        return work.submit(screen, CoordinationOperation.CreateKeyspace::new);
    }
}

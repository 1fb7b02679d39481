package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.client.Consistency;
import org.allmende.client.NetworkClient;
import org.allmende.coordination.KeyspaceAnswer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        header = "Show a keyspace, and who may write it beside its owner.",
        description = {"", "Delegates of the owner are not among them: 'allmende delegation list' lists those."},
        footer = {"", "Example:", "  allmende keyspace show default"})
final class KeyspaceShow implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Where where = new Where();

    @Parameters(paramLabel = "NAME", description = "The keyspace's name.")
    private String name = "";

    KeyspaceShow(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        String checked = KeyspaceWork.checked(name);
        KeyspaceAnswer.Found found;
        try (var _ = Waiting.on(screen, "waiting for a node's answer");
                NetworkClient client = where.find().client()) {
            found = client.keyspace(checked, Consistency.LINEARIZABLE);
        }
        TextTable table = KeyspaceList.header();
        KeyspaceList.row(table, found.keyspace());
        screen.out().print(table);
        if (!found.writers().isEmpty()) {
            TextTable writers = new TextTable("may write", "keys that begin with");
            found.writers()
                    .forEach(writer -> writers.row(
                            writer.account(), writer.prefix().isEmpty() ? "anything" : writer.prefix().toText()));
            screen.answer("");
            screen.out().print(writers);
        }
        screen.tell("as of height " + found.height());
        return Exit.OK;
    }
}

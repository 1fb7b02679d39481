package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.client.Consistency;
import org.allmende.client.NetworkClient;
import org.allmende.coordination.KeyspaceInfo;
import org.allmende.coordination.KeyspacesAnswer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        header = "List keyspaces: who owns them, and how far they are.",
        description = {"", "'keyspace show NAME' tells who else may write one."},
        footer = {"", "Example:", "  allmende keyspace list"})
final class KeyspaceList implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Where where = new Where();

    KeyspaceList(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        KeyspacesAnswer answer;
        try (var _ = Waiting.on(screen, "waiting for a node's answer");
                NetworkClient client = where.find().client()) {
            answer = client.keyspaces(Consistency.LINEARIZABLE);
        }
        TextTable table = header();
        answer.keyspaces().forEach(each -> row(table, each));
        screen.out().print(table);
        screen.tell("as of height " + answer.height());
        return Exit.OK;
    }

    static TextTable header() {
        return new TextTable("keyspace", "revision", "readable from", "owner");
    }

    static void row(TextTable table, KeyspaceInfo keyspace) {
        table.row(keyspace.name(), keyspace.revision(), Math.max(1, keyspace.compactRevision()), keyspace.owner());
    }
}

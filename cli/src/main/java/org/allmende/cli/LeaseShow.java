package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.client.NetworkClient;
import org.allmende.coordination.LeaseAnswer;
import org.allmende.ledger.encoding.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        header = "Show a lease, and with --keys the keys attached to it.",
        description = {"", "With --keys a line for each key, and nothing else, goes to standard output."},
        footer = {
            "",
            "Examples:",
            "  allmende lease show 5f0c11a2b3d4e5f6",
            "  allmende lease show 5f0c11a2b3d4e5f6 --keys",
        })
final class LeaseShow implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Keyspace.Reading keyspace = new Keyspace.Reading();

    @Parameters(paramLabel = "ID", description = "Its id, in hexadecimal.")
    private String id = "";

    @Option(names = "--keys", description = "The keys attached to it, in order.")
    private boolean keys;

    LeaseShow(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        long lease = LeaseId.parse(id);
        LeaseAnswer.Found found;
        long nowMillis;
        try (var _ = Waiting.on(screen, "waiting for a node's answer");
                NetworkClient client = keyspace.find().client()) {
            found = client.lease(keyspace.name(), lease, keys, keyspace.consistency());
            nowMillis = client.agreedTimeMillis();
        }
        if (keys) {
            found.keys().forEach(this::line);
        } else {
            TextTable table = LeaseList.header();
            LeaseList.row(table, found.lease(), nowMillis);
            screen.out().print(table);
        }
        screen.tell("as of height " + found.height() + ", revision " + found.revision());
        return Exit.OK;
    }

    private void line(Bytes key) {
        screen.out().writeBytes(key.unsafeArray());
        screen.answer("");
    }
}

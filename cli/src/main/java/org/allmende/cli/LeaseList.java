package org.allmende.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.allmende.client.NetworkClient;
import org.allmende.coordination.LeaseInfo;
import org.allmende.coordination.LeasesAnswer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        header = "List the leases of a keyspace: how long each lives, how much of that is left, whose it is.",
        description = {"", "Where less than a second is left it says 0."},
        footer = {"", "Examples:", "  allmende lease list", "  allmende lease list --keyspace jobs"})
final class LeaseList implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Keyspace.Reading keyspace = new Keyspace.Reading();

    LeaseList(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        TextTable table = header();
        LeasesAnswer.Page page;
        try (var _ = Waiting.on(screen, "waiting for a node's answer");
                NetworkClient client = keyspace.find().client()) {
            page = all(client, table);
        }
        screen.out().print(table);
        screen.tell("as of height " + page.height() + ", revision " + page.revision());
        return Exit.OK;
    }

    /** @return the last page */
    private LeasesAnswer.Page all(NetworkClient client, TextTable table) throws Exception {
        Optional<Long> after = Optional.empty();
        while (true) {
            LeasesAnswer.Page page = client.leases(keyspace.name(), after, keyspace.consistency());
            long nowMillis = client.agreedTimeMillis();
            page.leases().forEach(lease -> row(table, lease, nowMillis));
            if (!page.more()) {
                return page;
            }
            after = Optional.of(page.leases().getLast().lease());
        }
    }

    static TextTable header() {
        return new TextTable("lease", "ttl (s)", "left (s)", "keys", "whose");
    }

    static void row(TextTable table, LeaseInfo lease, long nowMillis) {
        table.row(
                LeaseId.show(lease.lease()),
                lease.ttlSeconds(),
                Math.max(0, lease.endMillis() - nowMillis) / 1_000,
                lease.keys(),
                lease.account());
    }
}

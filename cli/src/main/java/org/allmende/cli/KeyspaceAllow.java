package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.ledger.encoding.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "allow",
        header = "Let an account write a keyspace, until it is disallowed.",
        description = {"", "By the owner only. Without limit or end: for those see 'allmende delegation give'."},
        footer = {
            "",
            "Examples:",
            "  allmende keyspace allow jobs ACCOUNT-ID --key my.key",
            "  allmende keyspace allow jobs ACCOUNT-ID --prefix night/ --key my.key",
        })
final class KeyspaceAllow implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private KeyspaceWork work = new KeyspaceWork();

    @Parameters(index = "1", paramLabel = "ACCOUNT", description = "The id of the account.")
    private String account = "";

    @Option(names = "--prefix", paramLabel = "PREFIX", description = "Only keys that begin with it (default: all).")
    private String prefix = "";

    KeyspaceAllow(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        return work.submit(
                screen,
                keyspace -> new CoordinationOperation.AllowWriter(keyspace, Signing.id(account), Bytes.utf8(prefix)));
    }
}

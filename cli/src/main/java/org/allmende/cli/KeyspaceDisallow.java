package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.ledger.encoding.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "disallow",
        header = "Take back that an account may write a keyspace.",
        description = {
            "",
            "By the owner only, and for the very prefix that was allowed: 'allmende keyspace show NAME' lists them.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende keyspace disallow jobs ACCOUNT-ID --key my.key",
            "  allmende keyspace disallow jobs ACCOUNT-ID --prefix night/ --key my.key",
        })
final class KeyspaceDisallow implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private KeyspaceWork work = new KeyspaceWork();

    @Parameters(index = "1", paramLabel = "ACCOUNT", description = "The id of the account.")
    private String account = "";

    @Option(names = "--prefix", paramLabel = "PREFIX", description = "Only keys that begin with it (default: all).")
    private String prefix = "";

    KeyspaceDisallow(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        return work.submit(
                screen,
                keyspace -> new CoordinationOperation.DisallowWriter(keyspace, Signing.id(account), Bytes.utf8(prefix)));
    }
}

package org.allmende.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.DeleteRangeRequest;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.node.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "del",
        header = "Delete a key, or all keys that begin with a prefix.",
        description = {"", "Prints how many there were; that there were none is no error."},
        footer = {"", "Examples:", "  allmende kv del greeting", "  allmende kv del jobs/ --prefix"})
final class KvDel implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Keyspace.Writing keyspace = new Keyspace.Writing();

    @Parameters(paramLabel = "KEY", description = "The key, or what the keys begin with.")
    private String key = "";

    @Option(names = "--prefix", description = "All keys that begin with KEY; '' deletes the whole keyspace.")
    private boolean prefix;

    KvDel(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Refusal, UnknownOutcome, IOException, InterruptedException {
        Bytes first = Bytes.utf8(key);
        DeleteRangeRequest request = prefix ? DeleteRangeRequest.prefix(first) : DeleteRangeRequest.of(first);
        Target target = keyspace.find();
        Signed.Done done = Signed.submit(
                screen, target, keyspace.keys(target), new CoordinationOperation.DeleteRange(keyspace.name(), request));
        screen.answer(Long.toString(done.ofKeys().deleted()));
        screen.tell(done.asOf());
        return Exit.OK;
    }
}

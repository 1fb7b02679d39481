package org.allmende.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.PutRequest;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "put",
        header = "Give a key a value.",
        description = {
            "",
            "Prints OK once there is a receipt: then more than two thirds of the network's weight has it on disk.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende kv put greeting hello",
            "  allmende kv put config/app - < app.toml         the value from standard input",
            "  allmende kv put service/node-1 up --lease 5f0c11a2b3d4e5f6     until nobody renews that lease",
            "  allmende kv put greeting hello --key my.key --nodes http://192.0.2.17:7700,http://198.51.100.4:7700",
        })
final class KvPut implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Keyspace.Writing keyspace = new Keyspace.Writing();

    @Parameters(index = "0", paramLabel = "KEY", description = "The key.")
    private String key = "";

    @Parameters(index = "1", paramLabel = "VALUE", description = "Its value; - for all of standard input.")
    private String value = "";

    @Option(
            names = "--lease",
            paramLabel = "ID",
            description = "Attach it to this lease, with whose end it is deleted (default: to none, also when it was).")
    private @Nullable String lease;

    KvPut(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Refusal, UnknownOutcome, IOException, InterruptedException {
        Bytes content = value.equals("-") ? Bytes.wrap(screen.input()) : Bytes.utf8(value);
        PutRequest request = new PutRequest(
                Bytes.utf8(key), content, lease == null ? 0 : LeaseId.parse(lease), false, false, false);
        Target target = keyspace.find();
        Signed.Done done = Signed.submit(
                screen,
                target,
                keyspace.keys(target),
                new CoordinationOperation.Put(keyspace.name(), request));
        screen.answer("OK");
        screen.tell(done.asOf());
        return Exit.OK;
    }
}

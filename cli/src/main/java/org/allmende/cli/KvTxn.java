package org.allmende.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.DeleteRangeResult;
import org.allmende.coordination.KeyValue;
import org.allmende.coordination.PutResult;
import org.allmende.coordination.RangeResult;
import org.allmende.coordination.Response;
import org.allmende.coordination.TxnRequest;
import org.allmende.coordination.TxnResult;
import org.allmende.node.Refusal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "txn",
        header = "Compare keys, and do one thing or the other, all at once.",
        description = {
            "",
            "Reads the transaction from standard input: three paragraphs with an empty line between them. First the"
                    + " compares, one a line, all of which must hold:",
            "",
            "  version(\"KEY\") = 0      how often it was put since it was created; 0: there is none",
            "  create(\"KEY\") > 3       the revision that created it",
            "  mod(\"KEY\") != 7         the revision that changed it last",
            "  value(\"KEY\") < \"text\"   its value, byte by byte",
            "  lease(\"KEY\") = ID       the lease it is attached to, in hexadecimal; 0: none",
            "",
            "with =, !=, < or >. Then the requests to do when they hold, then those to do when they do not:",
            "",
            "  put KEY VALUE [--lease ID]",
            "  get KEY [--prefix]",
            "  del KEY [--prefix]",
            "",
            "What holds spaces or is empty stands in \"quotes\". Prints SUCCESS or FAILURE, for the paragraph that was"
                    + " done, and what its requests answered.",
        },
        footer = {
            "",
            "Example: take a lock, or see who has it",
            "  allmende kv txn <<'END'",
            "  version(\"lock\") = 0",
            "",
            "  put lock \"held by anna\"",
            "",
            "  get lock",
            "  END",
        })
final class KvTxn implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Keyspace.Writing keyspace = new Keyspace.Writing();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    KvTxn(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Refusal, UnknownOutcome, IOException, InterruptedException {
        String text = new String(screen.input(), StandardCharsets.UTF_8);
        TxnRequest request = parsed(text.lines().toList());
        Target target = keyspace.find();
        Signed.Done done = Signed.submit(
                screen, target, keyspace.keys(target), new CoordinationOperation.Txn(keyspace.name(), request));
        screen.answer(done.ofKeys().succeeded().orElseThrow() ? "SUCCESS" : "FAILURE");
        if (done.result().orElse(null) instanceof TxnResult result) {
            result.responses().forEach(this::show);
        } else {
            screen.tell("what its requests answered went to another node: read the keys to see");
        }
        screen.tell(done.asOf());
        return Exit.OK;
    }

    private TxnRequest parsed(List<String> lines) {
        try {
            return TxnSyntax.parse(lines);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void show(Response response) {
        switch (response) {
            case PutResult put -> screen.answer("OK");
            case DeleteRangeResult deleted -> screen.answer(Long.toString(deleted.deleted()));
            case RangeResult range -> range.keyValues().forEach(this::show);
            case TxnResult nested -> nested.responses().forEach(this::show);
        }
    }

    private void show(KeyValue keyValue) {
        screen.answer(keyValue.key().toText() + "\t" + keyValue.value().toText());
    }
}

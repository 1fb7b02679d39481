package org.allmende.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.client.NetworkClient;
import org.allmende.coordination.KeyRange;
import org.allmende.coordination.KeyValue;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.RangeResult;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.node.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "get",
        header = "Read a key, or all keys that begin with a prefix.",
        description = {
            "",
            "Prints the value of the one key; with --prefix a line for each key, key and value with a tab between. The"
                    + " height the answer is as of goes to standard error, so that pipes get the values alone. Exit code 1"
                    + " when there is no such key.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende kv get greeting",
            "  allmende kv get jobs/ --prefix --limit 10",
            "  allmende kv get greeting --rev 7           as it was at revision 7",
            "  allmende kv get '' --prefix --json | jq -r '.keys[].key'",
        })
final class KvGet implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Keyspace.Reading keyspace = new Keyspace.Reading();

    @Parameters(paramLabel = "KEY", description = "The key, or what the keys begin with; '' with --prefix: all keys.")
    private String key = "";

    @Option(names = "--prefix", description = "All keys that begin with KEY, in order.")
    private boolean prefix;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: all).")
    private long limit;

    @Option(names = "--rev", paramLabel = "REVISION", description = "As of this revision (default: the current one).")
    private long revision;

    @Option(names = "--keys-only", description = "Without values.")
    private boolean keysOnly;

    @Option(names = "--count", description = "Only how many there are.")
    private boolean countOnly;

    @Option(names = "--json", description = "Answer with one JSON object, revisions and versions too.")
    private boolean json;

    KvGet(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Refusal, IOException, InterruptedException {
        Target target = keyspace.find();
        RangeAnswer.Found answer;
        try (var _ = Waiting.on(screen, "waiting for a node's answer");
                NetworkClient client = target.client()) {
            answer = client.range(keyspace.name(), request(), keyspace.consistency());
        }
        return show(answer.height(), answer.result());
    }

    private RangeRequest request() {
        KeyRange keys = prefix ? KeyRange.prefix(Bytes.utf8(key)) : KeyRange.single(Bytes.utf8(key));
        RangeRequest request =
                RangeRequest.of(keys.key(), keys.rangeEnd()).withLimit(limit).withRevision(revision);
        RangeRequest fields = keysOnly ? request.withKeysOnly() : request;
        return countOnly ? fields.withCountOnly() : fields;
    }

    private int show(long height, RangeResult result) throws Refusal {
        String asOf = "as of height " + height + ", revision " + result.revision();
        if (json) {
            screen.answer(KeyView.json(object(height, result)));
        } else if (countOnly) {
            screen.answer(Long.toString(result.count()));
            screen.tell(asOf);
        } else if (prefix) {
            result.keyValues().forEach(this::line);
            screen.tell(asOf + (result.more() ? "; " + result.count() + " keys in all" : ""));
        } else if (result.keyValues().isEmpty()) {
            throw new Refusal(
                    "there is no key '" + key + "' in keyspace '" + keyspace.name() + "' " + asOf,
                    "list what there is with 'kv get \"\" --prefix --keys-only'");
        } else {
            value(result.keyValues().getFirst());
            screen.tell(asOf);
        }
        return prefix || countOnly || !result.keyValues().isEmpty() ? Exit.OK : Exit.REFUSED;
    }

    private void line(KeyValue keyValue) {
        screen.out().writeBytes(keyValue.key().unsafeArray());
        if (!keysOnly) {
            screen.out().print('\t');
            screen.out().writeBytes(keyValue.value().unsafeArray());
        }
        screen.answer("");
    }

    private void value(KeyValue keyValue) {
        screen.out().writeBytes(keysOnly ? keyValue.key().unsafeArray() : keyValue.value().unsafeArray());
        screen.answer("");
    }

    private static Map<String, Object> object(long height, RangeResult result) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("height", height);
        object.put("revision", result.revision());
        object.put("count", result.count());
        object.put("more", result.more());
        object.put("keys", KeyView.objects(result.keyValues()));
        return object;
    }
}

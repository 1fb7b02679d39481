package org.allmende.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.client.CompactedException;
import org.allmende.client.NetworkClient;
import org.allmende.client.Watch;
import org.allmende.coordination.KeyEvent;
import org.allmende.coordination.KeyRange;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.node.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "watch",
        header = "Follow the changes of a key, or of all keys that begin with a prefix.",
        description = {
            "",
            "Prints a line for each change, with tabs between: the height it is told as of, revision, PUT or DELETE, key,"
                    + " value. Every change comes once and in order, also when the node that told them fails: another one goes on.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende kv watch greeting",
            "  allmende kv watch jobs/ --prefix --rev 1       all there ever was, then what comes",
            "  allmende kv watch jobs/ --prefix --count 1     wait for the next change",
        })
final class KvWatch implements Callable<Integer> {
    /** How often a stream that is silent is asked why. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Screen screen;

    @Mixin
    private Keyspace.Asking keyspace = new Keyspace.Asking();

    @Parameters(paramLabel = "KEY", description = "The key, or what the keys begin with; '' with --prefix: all keys.")
    private String key = "";

    @Option(names = "--prefix", description = "All keys that begin with KEY.")
    private boolean prefix;

    @Option(names = "--rev", paramLabel = "REVISION", description = "From this revision on (default: from now on).")
    private long revision;

    @Option(names = "--count", paramLabel = "N", description = "End after so many revisions (default: never).")
    private long count;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    KvWatch(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Refusal, IOException, InterruptedException {
        Target target = keyspace.find();
        KeyRange keys = prefix ? KeyRange.prefix(Bytes.utf8(key)) : KeyRange.single(Bytes.utf8(key));
        try (NetworkClient client = target.client();
                Watch watch = client.watch(keyspace.name(), keys, revision, false)) {
            screen.tell("watching " + (prefix ? "keys that begin with '" + key + "'" : "'" + key + "'")
                    + (revision > 0 ? " from revision " + revision : "") + "; Ctrl-C ends it");
            follow(watch);
            return Exit.OK;
        } catch (CompactedException e) {
            throw new Refusal(
                    String.valueOf(e.getMessage()),
                    "read the keys with 'kv get', then watch with --rev " + e.compactRevision(),
                    e);
        }
    }

    private void follow(Watch watch) throws IOException, InterruptedException {
        Optional<String> trouble = Optional.empty();
        long seen = 0;
        while (count == 0 || seen < count) {
            Optional<Watch.Changes> changes = watch.next(LOOK);
            if (changes.isPresent()) {
                seen++;
                long height = changes.get().height();
                changes.get().events().forEach(event -> show(height, event));
                screen.out().flush();
            }
            Optional<String> now = watch.trouble();
            if (!now.equals(trouble)) {
                trouble = now;
                screen.tell(now.map(why -> "nothing may be coming: " + why).orElse("a node streams again"));
            }
        }
    }

    private void show(long height, KeyEvent event) {
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("height", height);
            object.put("revision", event.revision());
            object.put("kind", event.kind().name());
            object.putAll(KeyView.object(event.keyValue()));
            screen.answer(KeyView.json(object));
            return;
        }
        String line = height + "\t" + event.revision() + "\t" + event.kind() + "\t" + event.keyValue().key().toText();
        screen.answer(
                switch (event.kind()) {
                    case PUT -> line + "\t" + event.keyValue().value().toText();
                    case DELETE -> line;
                });
    }
}

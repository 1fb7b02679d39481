package org.allmende.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.client.Consistency;
import org.allmende.client.Keys;
import org.allmende.client.NetworkClient;
import org.allmende.coordination.KeyRange;
import org.allmende.coordination.RangeRequest;
import org.allmende.gateway.etcd.snapshot.SnapshotFile;
import org.allmende.node.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        header = "Write the keys of an etcd snapshot into a keyspace.",
        description = {
            "",
            "Takes a file of 'etcdctl snapshot save', or the member/snap/db of an etcd that does not run. The whole file is"
                    + " looked at before anything is written. Every key gets the value that it had at last, in the order in"
                    + " which they were changed; leases are granted anew with their whole time to live, and end unless"
                    + " somebody renews them. Revisions count on from the keyspace's own, and the past is not taken along;"
                    + " neither are users and roles.",
            "",
            "Interrupted, it is done again with --over.",
        },
        footer = {
            "",
            "Examples:",
            "  ETCDCTL_API=3 etcdctl snapshot save etcd.db",
            "  allmende keyspace create moved",
            "  allmende keyspace import moved etcd.db",
        })
final class KeyspaceImport implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Signing signing = new Signing();

    @Parameters(index = "0", paramLabel = "NAME", description = "The keyspace's name.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The snapshot.")
    private Path file = Path.of("");

    @Option(names = "--over", description = "Also into a keyspace that has keys: those of the same name are written over.")
    private boolean over;

    KeyspaceImport(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        if (!Files.isRegularFile(file)) {
            throw new Refusal("there is no file " + file, "name one that 'etcdctl snapshot save' wrote");
        }
        Target target = signing.find();
        Keys keys = signing.owner(target);
        try (SnapshotFile snapshot = open();
                NetworkClient client = target.client()) {
            requireEmpty(client);
            Moving moving = looked(snapshot);
            try (var _ = Waiting.on(screen, () -> "imported " + moving.moved() + " of " + (moving.keys() + moving.leases()))) {
                moving.into(client, keys);
            }
            screen.answer("OK");
            screen.tell("imported " + moving.keys() + " keys and " + moving.leases() + " leases into keyspace '" + name + "'");
            tellWhatIsLeftOut(snapshot);
        }
        return Exit.OK;
    }

    private SnapshotFile open() throws Refusal {
        try (var _ = Waiting.on(screen, "looking at the snapshot")) {
            return SnapshotFile.open(file);
        } catch (IOException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "nothing was imported; correct that first", e);
        }
    }

    private Moving looked(SnapshotFile snapshot) throws Refusal {
        try (var _ = Waiting.on(screen, "looking at the keys")) {
            return Moving.of(snapshot, name);
        }
    }

    private void requireEmpty(NetworkClient client) throws Refusal, IOException, InterruptedException {
        long keys = client.range(
                        name,
                        RangeRequest.of(KeyRange.ALL.key(), KeyRange.ALL.rangeEnd()).withCountOnly(),
                        Consistency.LINEARIZABLE)
                .result()
                .count();
        if (keys > 0 && !over) {
            throw new Refusal(
                    "keyspace '" + name + "' has " + keys + " keys already",
                    "import into an empty one ('keyspace create'), or say --over");
        }
    }

    private void tellWhatIsLeftOut(SnapshotFile snapshot) {
        if (!snapshot.hashed()) {
            screen.tell("the file has no hash: whether each value is what it was cannot be told");
        }
        if (snapshot.users().hasNext() || snapshot.roles().hasNext()) {
            screen.tell("users and roles were left out: make them anew with 'etcdctl user' and 'etcdctl role'");
        }
        if (!snapshot.unknownBuckets().isEmpty()) {
            screen.tell("left out, for no etcd up to 3.6 has them: " + String.join(", ", snapshot.unknownBuckets()));
        }
    }
}

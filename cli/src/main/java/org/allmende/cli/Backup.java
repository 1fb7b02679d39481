package org.allmende.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.client.Consistency;
import org.allmende.client.LocalFileException;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.checkpoint.Checkpoint;
import org.allmende.ledger.checkpoint.CheckpointOperation;
import org.allmende.ledger.checkpoint.CheckpointReader;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.roster.RosterChain;
import org.allmende.ledger.roster.Voices;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a checkpoint taken, waits until the nodes have vouched for it, and carries it away. */
@Command(
        name = "backup",
        header = "Carry the network's whole state away in a file.",
        customSynopsis = {"allmende backup [OPTIONS] FILE", "       allmende backup verify [OPTIONS] FILE"},
        description = {
            "",
            "Has a checkpoint taken (which an operator of a node signs; default: operator.key of the first node in the"
                    + " network's folder), waits until nodes with more than two thirds of all weight have vouched for"
                    + " the state, fetches it from one of them, and checks every byte of it. The file proves itself, to"
                    + " anybody, without a network: see 'allmende backup verify'.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende backup monday.checkpoint",
            "  allmende backup monday.checkpoint --latest",
            "  allmende backup verify monday.checkpoint",
        })
final class Backup implements Callable<Integer> {
    /** How long nodes may take to vouch, on the clock on the wall. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final long LOOK_MILLIS = 200;

    private final Screen screen;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Signing signing = new Signing();

    // Not required for picocli, which would ask for it before 'verify' too.
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Where to; must not exist yet.")
    private @Nullable Path file;

    @Option(
            names = "--height",
            paramLabel = "N",
            description = "Take the checkpoint of this height, which there is already.")
    private @Nullable Long height;

    @Option(names = "--latest", description = "Take the newest checkpoint that is vouched for already.")
    private boolean latest;

    @Option(names = "--network", paramLabel = "ID", description = "Only of the network with this id.")
    private @Nullable String network;

    Backup(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        if (file == null) {
            throw new ParameterException(spec.commandLine(), "Missing required parameter: 'FILE'");
        }
        if (height != null && latest) {
            throw new ParameterException(spec.commandLine(), "--height and --latest exclude each other");
        }
        NewFile.requireNew(file);
        Target target = signing.find();
        BackupFile.requireNetwork(network, target.genesis());
        try (NetworkClient client = target.client()) {
            Statement statement = awaitVouched(client, chosen(client, target));
            CheckpointReader.Contents contents = fetch(client, statement);
            BackupFile.show(screen, contents);
        }
        screen.tell("written to " + file);
        return Exit.OK;
    }

    /** The height to carry away; a new one unless the line says otherwise. */
    private long chosen(NetworkClient client, Target target) throws Exception {
        if (height == null && !latest) {
            Signed.Done done =
                    Signed.submit(screen, target, signing.operator(target), new CheckpointOperation.Take());
            screen.tell("a checkpoint is taken at height " + done.height());
            return done.height();
        }
        List<Checkpoint> kept = client.checkpoints(Consistency.LINEARIZABLE).checkpoints();
        Optional<Checkpoint> found = latest
                ? kept.stream().filter(Checkpoint::isVouched).reduce((older, newer) -> newer)
                : kept.stream().filter(each -> Long.valueOf(each.height()).equals(height)).findFirst();
        return found.orElseThrow(() -> new Refusal(
                        latest
                                ? "no checkpoint is vouched for"
                                : "the network keeps no checkpoint of height " + height,
                        kept.isEmpty()
                                ? "leave the option out to have one taken"
                                : "take one of " + kept.stream().map(Checkpoint::height).toList()
                                        + ", or leave the option out to have a new one taken"))
                .height();
    }

    private Statement awaitVouched(NetworkClient client, long chosen)
            throws Refusal, IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        RosterChain rosters = client.rosterChain(Consistency.LOCAL);
        try (Progress progress = new Progress(screen)) {
            while (true) {
                Optional<Checkpoint> found = client.checkpoints(Consistency.LOCAL).checkpoints().stream()
                        .filter(each -> each.height() == chosen)
                        .findFirst();
                Voices voices = new Voices(found.map(each -> rosters.in(each.epoch())).orElseGet(rosters::newest));
                Optional<Statement> agreed = found.flatMap(each -> each.agreed(voices));
                if (agreed.isPresent()) {
                    return agreed.get();
                }
                long weight = found.map(each -> heaviest(each, voices)).orElse(0L);
                if (System.nanoTime() - deadlineNanos > 0) {
                    throw new Refusal(
                            "nodes with a weight of " + weight + " of " + voices.total()
                                    + " have vouched for height " + chosen + " in " + PATIENCE.toSeconds()
                                    + " s, and it takes more than two thirds",
                            found.filter(Checkpoint::isDisputed).isPresent()
                                    ? "look into the nodes' logs: they do not hold the same state"
                                    : "see with '" + Words.command() + " status' which nodes take part, and go on with"
                                            + " --height " + chosen);
                }
                progress.show("vouched for by " + weight + " of " + voices.total());
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    private static long heaviest(Checkpoint checkpoint, Voices voices) {
        return checkpoint.vouches().stream()
                .mapToLong(word -> checkpoint.weightFor(word.statement(), voices))
                .max()
                .orElse(0);
    }

    private CheckpointReader.Contents fetch(NetworkClient client, Statement statement)
            throws Refusal, IOException, InterruptedException {
        try (var _ = Waiting.on(screen, "fetching and checking " + statement.rows() + " rows")) {
            return client.fetchCheckpoint(statement.height(), Objects.requireNonNull(file));
        } catch (LocalFileException e) {
            throw new Refusal(
                    e.getMessage(),
                    e.advice() + "; the nodes still have the checkpoint: go on with --height " + statement.height(),
                    e);
        }
    }
}

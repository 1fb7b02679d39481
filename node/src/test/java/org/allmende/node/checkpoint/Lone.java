package org.allmende.node.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.allmende.consensus.solo.SoloConsensus;
import org.allmende.consensus.solo.SoloSettings;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.checkpoint.CheckpointOperation;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.checkpoint.Vouch;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.port.Admission;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.port.LocalPort;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/** The first node of a network whose others are played by the test: one real ledger on a real disk. */
final class Lone implements AutoCloseable {
    private static final Duration FIRST_ROUND = Duration.ofSeconds(60);

    static final Bytes OPERATOR = secret("operator");

    final LocalPort port;
    final CheckpointFolder folder;
    final @Nullable CheckpointKeeper keeper;
    private long salt = System.nanoTime();

    private Lone(LocalPort port, CheckpointFolder folder, @Nullable CheckpointKeeper keeper) {
        this.port = port;
        this.folder = folder;
        this.keeper = keeper;
    }

    static Bytes secret(String name) {
        return Digests.sha256("test secret of " + name);
    }

    static Bytes gateway(int node) {
        return secret("gateway " + node);
    }

    static Genesis genesis(int nodes) {
        List<NodeCard> cards = IntStream.range(0, nodes)
                .mapToObj(node -> new NodeCard(
                        "n" + node,
                        "Anna",
                        "Nordlicht",
                        "north-1",
                        "DE",
                        1,
                        Bytes.EMPTY,
                        Ed25519.publicKey(gateway(node)),
                        Ed25519.publicKey(OPERATOR),
                        "127.0.0.1",
                        7000,
                        "http://127.0.0.1:7001"))
                .toList();
        return new Genesis(
                "test",
                Digests.sha256("salt"),
                true,
                System.currentTimeMillis() - 10_000, // so that the first round is due
                Parameters.DEFAULT,
                cards,
                List.of());
    }

    /** With a keeper, as a node is wired. */
    static Lone start(Path dir, Genesis genesis) throws IOException, InterruptedException {
        return start(dir, genesis, true);
    }

    /** Applies, and keeps no checkpoint. */
    static Lone withoutKeeper(Path dir, Genesis genesis) throws IOException, InterruptedException {
        return start(dir, genesis, false);
    }

    private static Lone start(Path dir, Genesis genesis, boolean keeps)
            throws IOException, InterruptedException {
        LocalPort port = LocalPort.unstarted(new LocalPort.Settings(
                genesis,
                0,
                tables -> List.of(),
                new SoloConsensus(SoloSettings.in(dir.resolve("data"), genesis.networkId().value())
                        .withCheckpointLogBytes(1)),
                gateway(0),
                InstantSource.system(),
                Runnable::run));
        CheckpointFolder folder = CheckpointFolder.open(dir.resolve("checkpoints"), genesis);
        CheckpointKeeper keeper = null;
        if (keeps) {
            keeper = new CheckpointKeeper(folder, new Vouching(port, gateway(0), InstantSource.system()));
            port.accompany(keeper);
            keeper.start();
        }
        port.start();
        if (port.viewAbove(0, FIRST_ROUND).height() == 0) {
            throw new AssertionError("no round within " + FIRST_ROUND);
        }
        return new Lone(port, folder, keeper);
    }

    /** @return the height where it was applied */
    long apply(Bytes secret, Operation... operations) throws Exception {
        long until = Math.max(System.currentTimeMillis(), port.view().timeMillis()) + 30_000;
        Bytes signed = Signer.of(port.schema(), secret)
                .sign(new Transaction(
                        port.genesis().networkId(),
                        AccountId.ofKey(Ed25519.publicKey(secret)),
                        until,
                        salt++,
                        List.of(Group.of(operations))));
        LedgerPort.Awaited awaited = port.submitAwaiting(signed);
        if (!(awaited.admission() instanceof Admission.Accepted)) {
            throw new AssertionError(awaited.admission());
        }
        Answer answer = awaited.settled().get(60, TimeUnit.SECONDS).answer();
        if (answer instanceof Answer.Applied applied
                && applied.receipt().outcomes().getFirst() instanceof GroupOutcome.Applied) {
            return applied.receipt().height();
        }
        throw new AssertionError(answer);
    }

    long take() throws Exception {
        return apply(OPERATOR, new CheckpointOperation.Take());
    }

    /** Something else, so that the state goes on. */
    long other() throws Exception {
        return apply(OPERATOR, new LedgerOperation.Barrier(1));
    }

    /** So much that the engine, when it starts anew, no longer replays what was before it. */
    void muchElse() throws Exception {
        Operation[] many = new Operation[Limits.GROUP_OPERATIONS_MAX];
        Arrays.fill(many, new LedgerOperation.Barrier(1));
        for (int i = 0; i < 40; i++) {
            apply(OPERATOR, many);
        }
    }

    /** In the name of one of the other nodes. */
    void vouch(int node, Statement statement) throws Exception {
        Bytes signature = Vouch.of(statement, node, gateway(node)).signature();
        apply(gateway(node), new CheckpointOperation.VouchFor(statement, signature));
    }

    @Override
    public void close() {
        if (keeper != null) {
            keeper.close();
        }
        port.close();
    }
}

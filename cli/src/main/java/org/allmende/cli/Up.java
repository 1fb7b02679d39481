package org.allmende.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.allmende.client.ClientSettings;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.node.Engine;
import org.allmende.node.FolderLock;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        header = "Start a network on this machine, and keep it running until Ctrl-C.",
        description = {
            "",
            "The first time it makes the network: four nodes of four operators at four providers, with their keys, and"
                    + " a keyspace 'default' that belongs to the key owner.key in the folder. From then on it starts the"
                    + " same network again; a node that runs already is left alone.",
            "",
            "It is a rehearsal: all nodes share one machine, and the network says so. A network that is to survive has"
                    + " its nodes on machines of different providers: see 'allmende node init' and 'network init'.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende up                      four nodes, until Ctrl-C",
            "  allmende up --detach             the same in the background; 'allmende down' ends it",
            "  allmende up --engine solo        one node, light and quick, to develop against",
            "  allmende up --nodes 7 --dir /tmp/seven --port-base 7800",
            "  allmende up --dir again --from backup.checkpoint --owner-key .allmende/owner.key",
        })
final class Up implements Callable<Integer> {
    private static final int NODES = 4;

    private final Screen screen;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "How many nodes a new network gets, 1 to 10 (default: 4; with --engine solo 1). It survives the"
                    + " loss of fewer than a third of them.")
    private @Nullable Integer nodes;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "How the nodes of a new network come to one order: hashgraph (default) or solo.")
    private @Nullable String engine;

    @Option(names = "--dir", paramLabel = "DIR", description = "The network's folder (default: see 'allmende --help').")
    private @Nullable Path dir;

    @Option(names = "--detach", description = "Leave the nodes running in the background once they are ready.")
    private boolean detach;

    @Option(
            names = "--port-base",
            paramLabel = "PORT",
            description = "The first port a new network takes on 127.0.0.1 for clients (default: " + Ports.BASE
                    + "); nodes among themselves begin " + Ports.GOSSIP_OFFSET + " above it, clients of etcd "
                    + Ports.ETCD_OFFSET + ". 0: any free ones.")
    private @Nullable Integer portBase;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Start a new network from the checkpoint in this file, as 'allmende backup' wrote it.")
    private @Nullable Path from;

    @Option(
            names = "--owner-key",
            paramLabel = "FILE",
            description = "Take this key as the new network's owner.key: with --from the one of the network it comes from,"
                    + " to which the keyspaces still belong.")
    private @Nullable Path ownerKey;

    @Option(names = "--jvm-option", hidden = true, description = "For the first node of a new network; repeatable.")
    private List<String> jvmOptions = List.of();

    Up(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Refusal, InterruptedException {
        NetworkFolder folder = dir == null ? NetworkFolder.standard() : new NetworkFolder(dir);
        folder.requireOurs();
        LocalNodes local = new LocalNodes(folder);
        Genesis genesis;
        boolean someStarted;
        try (FolderLock _ = FolderLock.take(folder.lock(), "wait until it is done, then try again")) {
            genesis = folder.isNetwork() ? again(folder) : anew(folder);
            someStarted = start(folder, local, genesis);
        }
        new Welcome(screen, folder, local).show(folder.nodesHere());
        if (detach || !someStarted) {
            return Exit.OK;
        }
        return new Watchman(screen, local, folder).watch();
    }

    private Genesis again(NetworkFolder folder) throws Refusal {
        Genesis genesis = folder.readGenesis();
        Engine present = engineOf(folder, genesis);
        requireSame(folder, "--nodes", nodes, genesis.nodes().size());
        requireSame(folder, "--engine", engine, present.word());
        if (from != null) {
            throw other(folder, "it has started already", "--from");
        }
        if (ownerKey != null) {
            throw other(folder, "it has an owner.key", "--owner-key");
        }
        if (portBase != null) {
            throw other(folder, "its ports are on its nodes' cards", "--port-base");
        }
        return genesis;
    }

    private Genesis anew(NetworkFolder folder) throws Refusal {
        Engine wanted = engine == null ? Engine.HASHGRAPH : Engine.of(engine);
        int count = nodes != null ? nodes : wanted == Engine.SOLO ? 1 : NODES;
        if (count < 1 || count > Cast.PLAYERS.size()) {
            throw new Refusal(
                    "a rehearsal has 1 to " + Cast.PLAYERS.size() + " nodes, not " + count, "choose --nodes accordingly");
        }
        if (wanted == Engine.SOLO && count != 1) {
            throw new Refusal(
                    "the engine solo is one node, not " + count, "leave out --nodes, or take --engine hashgraph");
        }
        Memory.requireFor(count, wanted);
        Ports ports = Ports.from(portBase == null ? Ports.BASE : portBase, count);
        ports.requireFree();
        StartingPoint checkpoint = from == null ? null : StartingPoint.read(screen, from);
        if (checkpoint != null) {
            checkpoint.show(screen);
        }
        // A checkpoint that lies on another disk is copied.
        try (var _ = Waiting.on(screen, "making the network's folder")) {
            return new Rehearsal(folder, wanted, ports, jvmOptions, new Rehearsal.Start(checkpoint, ownerKey)).make();
        }
    }

    /** Starts what does not run yet, and waits until all nodes agree; whether there was anything to start. */
    private boolean start(NetworkFolder folder, LocalNodes local, Genesis genesis)
            throws Refusal, InterruptedException {
        List<NodeCard> nodes = folder.nodesHere();
        List<NodeCard> missing = local.notRunning(nodes);
        if (missing.isEmpty()) {
            screen.answer("All nodes run already.");
            return false;
        }
        Memory.requireFor(missing.size(), engineOf(folder, genesis));
        for (NodeCard node : missing) {
            Ports.requireFree(node);
        }
        Thread undo = local.onInterrupt(missing, screen);
        try (Progress progress = new Progress(screen);
                NetworkClient client = NetworkClient.open(
                        ClientSettings.of(nodes.stream().map(NodeCard::api).toList()).in(genesis.networkId()))) {
            for (NodeCard node : missing) {
                local.start(node);
            }
            new Assembly(local, client, progress).await(genesis, nodes);
            new EtcdRights(folder, client).give(nodes);
            screen.answer("Ready after " + progress.elapsed() + ".");
            if (!detach) {
                // Before the other hook goes, so that a Ctrl-C finds one at every moment.
                local.onInterrupt(nodes, screen);
            }
            Runtime.getRuntime().removeShutdownHook(undo);
            return true;
        } catch (Refusal | RuntimeException e) {
            Runtime.getRuntime().removeShutdownHook(undo);
            try (Progress progress = new Progress(screen)) {
                local.stop(missing, progress);
            }
            screen.tell("What was started has been stopped again.");
            throw e;
        }
    }

    private static Engine engineOf(NetworkFolder folder, Genesis genesis) throws Refusal {
        return folder.node(genesis.nodes().getFirst().name()).readSettings().engine();
    }

    private static void requireSame(NetworkFolder folder, String option, @Nullable Object wanted, Object present)
            throws Refusal {
        if (wanted != null && !wanted.equals(present)) {
            throw other(folder, "it has " + option + " " + present, option);
        }
    }

    private static Refusal other(NetworkFolder folder, String what, String option) {
        return new Refusal(
                "the network in " + folder.path() + " is another one: " + what,
                "leave out " + option + " to start that one, or make a new one in another folder with --dir");
    }
}

package org.allmende.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.allmende.client.LocalFileException;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.Governance;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.node.CardFile;
import org.allmende.node.GenesisFile;
import org.allmende.node.OriginFile;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        header = "Make a network out of its nodes' cards.",
        description = {
            "",
            "Writes its genesis: one file, the same for every node. Its hash is the network's id, so whoever gets the file"
                    + " can check with the others that all have the same. Two networks made from the same cards are two.",
            "",
            "With --from the network starts from the state in a backup, of a network with any nodes and either engine."
                    + " It has an id of its own, so nothing signed for that network is valid in it. Accounts, tokens and"
                    + " keyspaces stay whose they were; heights and revisions are counted on. The backup is put beside"
                    + " the genesis as origin.checkpoint: every node needs both files.",
        },
        footer = {
            "",
            "Example:",
            "  allmende network init --name commons --keyspace default=PUBLIC-KEY --out genesis.borsh \\",
            "      anna.card bela.card chloe.card dario.card",
            "  allmende network init --from backup.checkpoint anna.card bela.card chloe.card dario.card",
        })
final class NetworkInit implements Callable<Integer> {
    private final Screen screen;

    @picocli.CommandLine.Parameters(arity = "1..*", paramLabel = "CARD", description = "The nodes' cards.")
    private List<Path> cards = List.of();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Of the network, for people (with --from by default that of the network it comes from).")
    private @Nullable String name;

    @Option(
            names = "--keyspace",
            paramLabel = "NAME=HEX",
            description = "A keyspace there is from the start, and its owner's public key; repeatable. One that a backup"
                    + " has already keeps its owner.")
    private Map<String, String> keyspaces = Map.of();

    @Option(
            names = "--out",
            defaultValue = "genesis.borsh",
            paramLabel = "FILE",
            description = "The file to write (default: genesis.borsh); it must not be there yet. Its folder is made when there is"
                    + " none.")
    private Path out = Path.of("");

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Start from the checkpoint in this file, as 'allmende backup' wrote it.")
    private @Nullable Path from;

    @Mixin
    private GovernanceWords rules = new GovernanceWords();

    NetworkInit(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Refusal {
        if (Files.exists(out)) {
            throw new Refusal(out + " is there already", "choose another name with --out");
        }
        NewFile.requireFolderPossible(out);
        OriginFile origin = new OriginFile(out.toAbsolutePath().resolveSibling(OriginFile.NAME));
        if (from != null) {
            requireFree(origin, from);
        }
        StartingPoint checkpoint = from == null ? null : StartingPoint.read(screen, from);
        Genesis genesis = genesis(checkpoint);
        if (checkpoint != null) {
            checkpoint.show(screen);
        }
        write(genesis, checkpoint, origin);
        screen.answer("network     " + genesis.name());
        screen.answer("id          " + genesis.networkId());
        screen.answer("nodes       " + genesis.nodes().size() + (genesis.rehearsal() ? ", all on this machine: a rehearsal" : ""));
        if (checkpoint != null) {
            screen.answer("begins at   height " + (genesis.heightBefore() + 1));
            screen.answer("origin      " + origin.path());
        }
        screen.answer("genesis     " + out);
        return Exit.OK;
    }

    private static void requireFree(OriginFile origin, Path from) throws Refusal {
        try {
            if (Files.exists(origin.path()) && Files.exists(from) && !Files.isSameFile(origin.path(), from)) {
                throw new Refusal(
                        origin.path() + " is there already", "write the genesis into another folder with --out");
            }
        } catch (IOException e) {
            throw new Refusal("cannot read " + origin.path(), "choose a folder you may read with --out", e);
        }
    }

    /** The genesis last: where it is, all that belongs to it is too. */
    private void write(Genesis genesis, @Nullable StartingPoint checkpoint, OriginFile origin) throws Refusal {
        try {
            Files.createDirectories(origin.path().getParent());
            if (checkpoint != null) {
                try (var _ = Waiting.on(screen, "putting the checkpoint beside the genesis")) {
                    origin.take(checkpoint.file(), genesis);
                }
            }
            GenesisFile.write(out, genesis);
        } catch (IOException e) {
            LocalFileException told = LocalFileException.of(out, e);
            throw new Refusal(told.getMessage(), told.advice(), e);
        }
    }

    private String name(@Nullable StartingPoint checkpoint) throws Refusal {
        if (name != null) {
            return name;
        }
        if (checkpoint == null) {
            throw new Refusal("the network has no name", "give it one with --name");
        }
        return checkpoint.genesis().name();
    }

    private Genesis genesis(@Nullable StartingPoint checkpoint) throws Refusal {
        String called = name(checkpoint);
        List<NodeCard> nodes = new ArrayList<>();
        for (Path card : cards) {
            nodes.add(CardFile.read(card));
        }
        List<GenesisKeyspace> spaces = new ArrayList<>();
        try {
            for (Map.Entry<String, String> each : keyspaces.entrySet()) {
                spaces.add(new GenesisKeyspace(each.getKey(), NodeInit.publicKey(each.getValue())));
            }
            Bytes salt = Ed25519.newSecret(new SecureRandom());
            boolean rehearsal = nodes.stream().allMatch(node -> isThisMachine(node.host()));
            Parameters standard = checkpoint == null
                    ? Parameters.DEFAULT.with(rehearsal ? Governance.REHEARSED : Governance.DEFAULT)
                    : checkpoint.genesis().parameters();
            Parameters parameters = standard.with(rules.over(standard.governance()));
            Genesis genesis =
                    new Genesis(called, salt, rehearsal, System.currentTimeMillis(), parameters, nodes, spaces);
            return checkpoint == null ? genesis : genesis.from(checkpoint.statement().origin());
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "correct it and try again", e);
        }
    }

    private static boolean isThisMachine(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException elsewhere) {
            return false;
        }
    }
}

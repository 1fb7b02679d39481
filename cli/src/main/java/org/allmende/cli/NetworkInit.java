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
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.node.CardFile;
import org.allmende.node.GenesisFile;
import org.allmende.node.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        header = "Make a network out of its nodes' cards.",
        description = {
            "",
            "Writes its genesis: one file, the same for every node. Its hash is the network's id, so whoever gets the file"
                    + " can check with the others that all have the same. Two networks made from the same cards are two.",
        },
        footer = {
            "",
            "Example:",
            "  allmende network init --name commons --keyspace default=PUBLIC-KEY --out genesis.borsh \\",
            "      anna.card bela.card chloe.card dario.card",
        })
final class NetworkInit implements Callable<Integer> {
    private final Screen screen;

    @picocli.CommandLine.Parameters(arity = "1..*", paramLabel = "CARD", description = "The nodes' cards.")
    private List<Path> cards = List.of();

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "Of the network, for people.")
    private String name = "";

    @Option(
            names = "--keyspace",
            paramLabel = "NAME=HEX",
            description = "A keyspace there is from the start, and its owner's public key; repeatable.")
    private Map<String, String> keyspaces = Map.of();

    @Option(
            names = "--out",
            defaultValue = "genesis.borsh",
            paramLabel = "FILE",
            description = "The file to write (default: genesis.borsh); it must not be there yet.")
    private Path out = Path.of("");

    NetworkInit(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Refusal {
        if (Files.exists(out)) {
            throw new Refusal(out + " is there already", "choose another name with --out");
        }
        Genesis genesis = genesis();
        try {
            GenesisFile.write(out, genesis);
        } catch (IOException e) {
            throw new Refusal("cannot write " + out + ": " + e.getMessage(), "choose a folder you may write to", e);
        }
        screen.answer("network     " + genesis.name());
        screen.answer("id          " + genesis.networkId());
        screen.answer("nodes       " + genesis.nodes().size() + (genesis.rehearsal() ? ", all on this machine: a rehearsal" : ""));
        screen.answer("genesis     " + out);
        return Exit.OK;
    }

    private Genesis genesis() throws Refusal {
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
            return new Genesis(
                    name, salt, rehearsal, System.currentTimeMillis(), Parameters.DEFAULT, nodes, spaces);
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

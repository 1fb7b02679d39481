package org.allmende.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Addresses;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.node.Engine;
import org.allmende.node.NewNode;
import org.allmende.node.NodeFolder;
import org.allmende.node.NodeSettings;
import org.allmende.node.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        header = "Make the folder of a new node: its keys, its settings and its card.",
        description = {
            "",
            "The card says who runs the node and where, and carries its public keys. Give it to the other members; from"
                    + " all cards 'allmende network init' makes the network. The keys never leave the folder, and the"
                    + " operator's own key is never in it.",
        },
        footer = {
            "",
            "Example:",
            "  allmende key new operator.key          (not on the node's machine)",
            "  allmende node init --dir anna --name anna --operator 'Anna Albers' --region berlin \\",
            "      --provider 'Nordlicht Hosting' --jurisdiction DE --host 192.0.2.17 --operator-key PUBLIC-KEY",
        })
final class NodeInit implements Callable<Integer> {
    private static final String THIS_MACHINE = "127.0.0.1";

    private final Screen screen;

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "The node's new folder.")
    private Path dir = Path.of("");

    @Option(names = "--name", paramLabel = "NAME", required = true, description = "Of the node, unique in its network.")
    private String name = "";

    @Option(names = "--operator", paramLabel = "OPERATOR", required = true, description = "Who answers for it.")
    private String operator = "";

    @Option(names = "--provider", paramLabel = "PROVIDER", required = true, description = "Whose machine it runs on.")
    private String provider = "";

    @Option(names = "--region", paramLabel = "REGION", required = true, description = "Where, in the provider's words.")
    private String region = "";

    @Option(
            names = "--jurisdiction",
            paramLabel = "CODE", required = true,
            description = "Whose law reaches it: an ISO 3166-1 code, such as DE.")
    private String jurisdiction = "";

    @Option(
            names = "--operator-key",
            required = true,
            paramLabel = "HEX",
            description = "The public key of the operator's account, as 'allmende key new' printed it.")
    private String operatorKey = "";

    @Option(names = "--weight", paramLabel = "N", defaultValue = "1", description = "Its voice in agreement (default: 1).")
    private long weight;

    @Option(
            names = "--host",
            paramLabel = "HOST", defaultValue = THIS_MACHINE,
            description = "The address others reach it at, and listen on (default: 127.0.0.1, this machine only).")
    private String host = "";

    @Option(names = "--gossip-port", paramLabel = "PORT", defaultValue = "7750", description = "For other nodes (default: 7750).")
    private int gossipPort;

    @Option(names = "--http-port", paramLabel = "PORT", defaultValue = "7700", description = "For clients (default: 7700).")
    private int httpPort;

    @Option(names = "--engine", paramLabel = "ENGINE", defaultValue = "hashgraph", description = "hashgraph (default) or solo.")
    private String engine = "";

    NodeInit(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Refusal {
        NodeFolder folder = new NodeFolder(dir);
        NodeCard card = NewNode.make(folder, statement(), settings(), new SecureRandom());
        screen.answer("Node '" + card.name() + "' is made in " + folder.path() + ".");
        screen.answer("Its card, for the other members: " + folder.card());
        screen.answer("Once the network is made: put its genesis.borsh into the folder, and its origin.checkpoint if it has one, then");
        screen.answer("  " + Words.command() + " node start --dir " + dir);
        return Exit.OK;
    }

    private NewNode.Statement statement() throws Refusal {
        return new NewNode.Statement(
                name,
                operator,
                provider,
                region,
                jurisdiction,
                weight,
                publicKey(operatorKey),
                address(),
                gossipPort,
                apiUrl());
    }

    /** Both ways of writing an IPv6 address are understood; kept without brackets. */
    private String address() {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** With brackets around an IPv6 address. */
    private String apiUrl() throws Refusal {
        try {
            Addresses.checkPort(httpPort);
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "give another one with --http-port", e);
        }
        return Addresses.http(address(), httpPort)
                .orElseThrow(() -> new Refusal(
                        "'" + host + "' is no address", "give --host an IP address or a name of this machine"))
                .toString();
    }

    private NodeSettings settings() throws Refusal {
        NodeSettings standard = NodeSettings.DEFAULT;
        return new NodeSettings(
                Engine.of(engine),
                address(),
                httpPort,
                standard.httpHosts(),
                standard.httpOrigins(),
                standard.etcd(),
                address(),
                standard.heapMegabytes(),
                standard.jvmOptions(),
                standard.log());
    }

    /** @throws Refusal when the text is not an Ed25519 public key that an account may have */
    static Bytes publicKey(String hex) throws Refusal {
        try {
            Bytes key = Bytes.hex(hex);
            if (Ed25519.isAcceptable(key)) {
                return key;
            }
        } catch (IllegalArgumentException notHexadecimal) {
            // Told below, as any other form that is no key.
        }
        throw new Refusal(
                "'" + hex + "' is not a public key",
                "give the 64 hexadecimal digits that 'allmende key new' printed as 'public key'");
    }
}

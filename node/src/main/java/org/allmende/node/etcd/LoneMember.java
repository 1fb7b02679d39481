package org.allmende.node.etcd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.allmende.client.KeyFile;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.node.Engine;
import org.allmende.node.GenesisFile;
import org.allmende.node.NewNode;
import org.allmende.node.NodeFolder;
import org.allmende.node.Refusal;

/** The folder of a member that is alone: a network of one on the engine solo. */
final class LoneMember {
    /** Longer ago than any heartbeat: the first round is due at once, and nobody waits for it. */
    private static final long BEGAN_MILLIS_AGO = 10_000;

    private LoneMember() {}

    /** Makes what is missing; what an earlier start was interrupted in is made anew. The settings follow the flags. */
    static void prepare(NodeFolder folder, EtcdOptions options) throws Refusal, IOException {
        var settings = MemberSettings.of(Engine.SOLO, options.listener(), MemberSettings.LOOPBACK);
        if (folder.isNode()) {
            Files.writeString(folder.settings(), settings.text());
        } else {
            SecureRandom random = new SecureRandom();
            Bytes operatorKey = operatorKey(folder, random);
            NewNode.make(folder, MemberSettings.statement(options, operatorKey, port(options)), settings, random);
        }
        if (!Files.exists(folder.genesis())) {
            NodeCard card = folder.readCard();
            GenesisFile.write(
                    folder.genesis(),
                    new Genesis(
                            "allmende-etcd",
                            Ed25519.newSecret(new SecureRandom()),
                            true,
                            System.currentTimeMillis() - BEGAN_MILLIS_AGO,
                            Parameters.DEFAULT,
                            List.of(card),
                            List.of(new GenesisKeyspace(options.listener().keyspace(), card.gatewayKey()))));
        }
    }

    /** Nothing listens there: what the list of members says. */
    private static int port(EtcdOptions options) {
        return options.peers().advertised().getFirst().getPort();
    }

    /** Whoever holds this file is the operator; it is not needed to run. */
    private static Bytes operatorKey(NodeFolder folder, SecureRandom random) throws IOException {
        Path file = folder.path().resolve("operator.key");
        if (!Files.exists(file)) {
            KeyFile.write(file, Ed25519.newSecret(random));
        }
        return Ed25519.publicKey(KeyFile.read(file));
    }
}

package org.allmende.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.allmende.client.KeyFile;
import org.allmende.consensus.hashgraph.GossipKeys;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.signatures.Ed25519;

/** Makes the folder of a node that is in no network yet: keys, card and settings. */
public final class NewNode {
    private NewNode() {}

    /**
     * What its operator states, before the node has keys; see {@link NodeCard}.
     *
     * @param operatorKey the public key of the operator's account, whose secret stays elsewhere
     */
    public record Statement(
            String name,
            String operator,
            String provider,
            String region,
            String jurisdiction,
            long weight,
            Bytes operatorKey,
            String host,
            int gossipPort,
            String apiUrl) {}

    /**
     * @return the card, which now stands in the folder beside the keys that belong to it
     * @throws Refusal when a node was made there before, or a statement cannot be
     */
    public static NodeCard make(NodeFolder folder, Statement statement, NodeSettings settings, SecureRandom random)
            throws Refusal {
        if (folder.isNode() || Files.exists(folder.keys())) {
            throw new Refusal(
                    folder.path() + " already holds the keys of a node",
                    "choose another folder; keys are never written over");
        }
        Bytes gatewaySecret = Ed25519.newSecret(random);
        GossipKeys gossip = GossipKeys.generate(random);
        NodeCard card = card(statement, gossip.certificate(), Ed25519.publicKey(gatewaySecret));
        try {
            Files.createDirectories(folder.path());
            Files.createDirectory(
                    folder.keys(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            KeyFile.write(folder.gatewayKey(), gatewaySecret);
            gossip.writeTo(folder.gossipKeys());
            Files.writeString(folder.settings(), settings.text());
            CardFile.write(folder.card(), card);
            return card;
        } catch (IOException e) {
            throw new Refusal(
                    "cannot write the node's folder " + folder.path() + ": " + e.getMessage(),
                    "check who may write there, and that the disk is not full",
                    e);
        }
    }

    private static NodeCard card(Statement statement, Bytes gossipCertificate, Bytes gatewayKey) throws Refusal {
        try {
            return new NodeCard(
                    statement.name(),
                    statement.operator(),
                    statement.provider(),
                    statement.region(),
                    statement.jurisdiction(),
                    statement.weight(),
                    gossipCertificate,
                    gatewayKey,
                    statement.operatorKey(),
                    statement.host(),
                    statement.gossipPort(),
                    statement.apiUrl());
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "correct the statement and try again", e);
        }
    }
}

package org.allmende.node.etcd.forming;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.allmende.client.KeyFile;
import org.allmende.client.LocalFileException;
import org.allmende.client.WholeFile;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.node.GenesisFile;
import org.allmende.node.NodeFolder;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What a member keeps beside what every node has:
 *
 * <pre>
 * introduction      what it tells the others; nobody was told anything before it is there
 * genesis.bound     the genesis it is bound to, until the network begins
 * owner.key         the secret of the account that owns the keyspace, where this member is the first
 * operator.key      the secret of the operator's account
 * </pre>
 */
public final class MemberFolder implements Keeping {
    private static final Codec<Introduction> CODEC = Schema.standard().codec(Introduction.class);

    private final NodeFolder folder;

    public MemberFolder(NodeFolder folder) {
        this.folder = folder;
    }

    /** Makes a node in the folder. */
    @FunctionalInterface
    public interface Making {
        NodeCard make(Bytes operatorKey, SecureRandom random) throws Refusal;
    }

    /** What it told, or will tell. Keys of an earlier start that never came so far are made anew: nobody knows them. */
    public Introduction introduction(Making making) throws Refusal {
        try {
            if (Files.exists(introductionFile())) {
                return CODEC.decode(Bytes.wrap(Files.readAllBytes(introductionFile())));
            }
            forgetUntold();
            SecureRandom random = new SecureRandom();
            NodeCard card = making.make(newKey(operatorFile(), random), random);
            Introduction made = new Introduction(
                    card, newKey(ownerFile(), random), System.currentTimeMillis(), Ed25519.newSecret(random));
            WholeFile.write(introductionFile(), CODEC.encode(made).unsafeArray());
            return made;
        } catch (IOException e) {
            throw cannotKeep(e);
        } catch (MalformedException e) {
            throw new Refusal(
                    introductionFile() + " is damaged: " + e.getMessage(), "put back what was there before", e);
        }
    }

    private void forgetUntold() throws IOException {
        for (Path file : new Path[] {folder.card(), folder.gatewayKey(), folder.gossipKeys(), folder.keys(), ownerFile(), operatorFile()
        }) {
            Files.deleteIfExists(file);
        }
    }

    private static Bytes newKey(Path file, SecureRandom random) throws IOException {
        Files.createDirectories(file.getParent());
        Bytes secret = Ed25519.newSecret(random);
        KeyFile.write(file, secret);
        return Ed25519.publicKey(secret);
    }

    /** Whether others may have been told of it. */
    public boolean isAmongOthers() {
        return Files.exists(introductionFile());
    }

    /** What it is bound to; null: nothing. */
    public @Nullable Genesis genesis() throws Refusal {
        if (Files.exists(folder.genesis())) {
            return folder.readGenesis();
        }
        return Files.exists(boundFile()) ? GenesisFile.read(boundFile()) : null;
    }

    public boolean hasSettled() {
        return Files.exists(folder.genesis());
    }

    @Override
    public void bind(Genesis genesis) throws Refusal {
        try {
            GenesisFile.write(boundFile(), genesis);
        } catch (LocalFileException e) {
            throw cannotKeep(e);
        }
    }

    @Override
    public void settle(Genesis genesis) throws Refusal {
        try {
            GenesisFile.write(folder.genesis(), genesis);
            Files.deleteIfExists(boundFile());
        } catch (IOException e) {
            throw cannotKeep(e);
        }
    }

    private Refusal cannotKeep(IOException e) {
        return new Refusal(
                "cannot write the data directory " + folder.path() + ": " + e.getMessage(),
                "check who may write there, and that the disk is not full",
                e);
    }

    /** Whose holder owns the keyspace, if this member is the network's first. */
    public Path ownerFile() {
        return folder.path().resolve("owner.key");
    }

    private Path operatorFile() {
        return folder.path().resolve("operator.key");
    }

    private Path introductionFile() {
        return folder.path().resolve("introduction");
    }

    private Path boundFile() {
        return folder.path().resolve("genesis.bound");
    }
}

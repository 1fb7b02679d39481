package org.allmende.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.allmende.client.WholeFile;
import org.allmende.ledger.genesis.NodeCard;

/** Cards of members in a node's folder: where it may ask about the network while it is not a member itself. */
public final class MemberCards {
    private static final String ENDING = ".card";

    private final Path dir;

    public MemberCards(Path dir) {
        this.dir = dir;
    }

    /**
     * Puts one there; it may be there already.
     *
     * @throws Refusal when the file is no card, or cannot be put there
     */
    public void take(Path file) throws Refusal {
        NodeCard card = CardFile.read(file);
        try {
            Files.createDirectories(dir);
            WholeFile.replace(dir.resolve(card.name() + ENDING), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new Refusal(
                    "cannot put " + file + " into " + dir + ": " + e.getMessage(),
                    "check who may write there, and that the disk is not full",
                    e);
        }
    }

    List<NodeCard> read() throws Refusal {
        List<NodeCard> cards = new ArrayList<>();
        if (Files.exists(dir)) {
            for (Path file : files()) {
                cards.add(CardFile.read(file));
            }
        }
        return cards;
    }

    private List<Path> files() throws Refusal {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
        } catch (IOException e) {
            throw new Refusal("cannot read " + dir, "check who may read there", e);
        }
    }
}

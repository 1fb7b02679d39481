package org.allmende.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.NodeCard;

/**
 * A node's card as a text file that can be mailed: lines for people, each beginning with {@code #}, and one line
 * {@code allmende-card-1} with the Base64 of the card's Borsh. Only that line counts.
 */
public final class CardFile {
    private static final String MARK = "allmende-card-1 ";
    private static final Codec<NodeCard> CODEC = Schema.standard().codec(NodeCard.class);

    private CardFile() {}

    public static void write(Path file, NodeCard card) throws IOException {
        Files.writeString(file, text(card));
    }

    /** @throws Refusal when there is no such file, or it holds no card */
    public static NodeCard read(Path file) throws Refusal {
        try {
            return parse(file.toString(), Files.readAllLines(file));
        } catch (IOException e) {
            throw new Refusal("cannot read the card " + file, "make one with 'allmende node init'", e);
        }
    }

    static String text(NodeCard card) {
        return """
                # The card of a node of Allmende. It holds no secret: give it to the members of the network.
                # node          %s (weight %d)
                # operator      %s
                # provider      %s, %s, %s
                # for nodes     %s
                # for clients   %s
                %s%s
                """
                .formatted(
                        card.name(),
                        card.weight(),
                        card.operator(),
                        card.provider(),
                        card.region(),
                        card.jurisdiction(),
                        card.gossipAddress(),
                        card.apiUrl(),
                        MARK,
                        Base64.getEncoder().encodeToString(CODEC.encode(card).unsafeArray()));
    }

    static NodeCard parse(String source, List<String> lines) throws Refusal {
        List<String> cards = lines.stream().filter(line -> line.startsWith(MARK)).toList();
        if (cards.size() != 1) {
            throw new Refusal(
                    source + " holds " + cards.size() + " lines beginning with '" + MARK.strip() + "' instead of one",
                    "give one card file per node, as 'allmende node init' wrote it");
        }
        try {
            byte[] card = Base64.getDecoder().decode(cards.getFirst().substring(MARK.length()).strip());
            return CODEC.decode(Bytes.wrap(card));
        } catch (IllegalArgumentException | MalformedException e) {
            throw new Refusal(
                    source + " holds a damaged card: " + e.getMessage(), "ask its operator for the file again", e);
        }
    }
}

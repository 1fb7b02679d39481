package org.allmende.node.epoch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.allmende.client.WholeFile;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.roster.RosterChain;
import org.allmende.ledger.roster.RosterLink;
import org.allmende.ledger.roster.UnprovenRosterException;

/** The rosters of its network that a node has come to know, in its folder: each proved by the one before it. */
public final class RosterFile {
    private static final int LINKS_MAX = 1_000_000;
    private static final Codec<Links> CODEC = Schema.standard().codec(Links.class);

    private final Path file;

    /** Oldest first; what a file holds. */
    private record Links(@Max(LINKS_MAX) List<RosterLink> links) {}

    public RosterFile(Path file) {
        this.file = file;
    }

    /**
     * That of the genesis alone when nothing is kept.
     *
     * @throws IOException when the file cannot be read, or what it says does not follow from the genesis
     */
    public RosterChain read(Genesis genesis) throws IOException {
        try {
            List<RosterLink> links = Files.exists(file)
                    ? CODEC.decode(Bytes.wrap(Files.readAllBytes(file))).links()
                    : List.of();
            return RosterChain.of(genesis, links);
        } catch (MalformedException | UnprovenRosterException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }

    /** Keeps these instead of what was kept; all of it, or nothing is changed. */
    public void write(List<RosterLink> links) throws IOException {
        WholeFile.replace(file, CODEC.encode(new Links(links)).toArray());
    }
}

package org.allmende.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.allmende.client.LocalFileException;
import org.allmende.client.WholeFile;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.genesis.Genesis;

/** A file with what a network starts from: the Borsh of {@link Genesis}, whose hash is the network's id. */
public final class GenesisFile {
    private GenesisFile() {}

    /**
     * Writes a new one, which is there whole or not at all.
     *
     * @throws LocalFileException when it cannot be written, or there is one already
     */
    public static void write(Path file, Genesis genesis) throws LocalFileException {
        WholeFile.write(file, Genesis.CODEC.encode(genesis).unsafeArray());
    }

    /** @throws Refusal when there is no such file, or it holds something else */
    public static Genesis read(Path file) throws Refusal {
        if (!Files.exists(file)) {
            throw new Refusal(
                    "there is no genesis " + file,
                    "get the file from whoever made the network with 'allmende network init' and put it there");
        }
        try {
            return Genesis.CODEC.decode(Bytes.wrap(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new Refusal("cannot read the genesis " + file, "check that the file may be read", e);
        } catch (MalformedException e) {
            throw new Refusal(
                    "the genesis " + file + " is damaged: " + e.getMessage(),
                    "copy it again, as a binary file, from another node of the network",
                    e);
        }
    }
}

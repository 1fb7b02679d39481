package org.allmende.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.roster.CardCheck;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How whoever is in favour of a card says that its claims were checked. */
final class CheckWords {
    @Option(
            names = "--checked",
            paramLabel = "HOW",
            description = "How you checked what the card claims (operator, provider, region, jurisdiction), in a sentence."
                    + " Required of whoever is in favour of a card; everybody sees it.")
    private @Nullable String how;

    @Option(
            names = "--evidence",
            paramLabel = "FILE",
            description = "What you can show for it. Its hash is kept in the network, the file with you.")
    private @Nullable Path evidence;

    Optional<CardCheck> read() throws Refusal {
        if (how == null) {
            if (evidence != null) {
                throw new Refusal("--evidence says nothing by itself", "say with --checked how the card was checked");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(new CardCheck(System.currentTimeMillis(), how, hash()));
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "correct --checked", e);
        }
    }

    private Bytes hash() throws Refusal {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            if (evidence != null) {
                try (InputStream file = new DigestInputStream(Files.newInputStream(evidence), digest)) {
                    file.transferTo(OutputStream.nullOutputStream());
                }
            }
            return Bytes.wrap(digest.digest());
        } catch (IOException e) {
            throw new Refusal("cannot read " + evidence + ": " + e.getMessage(), "name a file that can be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

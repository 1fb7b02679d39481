package org.allmende.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.allmende.ledger.checkpoint.Checkpoint;
import org.allmende.ledger.checkpoint.CheckpointWriter;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.checkpoint.Vouch;
import org.allmende.ledger.encoding.ByteSink;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.CheckpointFiles;
import org.allmende.ledger.port.CheckpointsAnswer;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.roster.Voices;
import org.allmende.ledger.table.View;

/** Which checkpoints there are, and their files. */
final class CheckpointPaths {
    static final String CONTENT_TYPE = "application/octet-stream";

    private final LedgerPort port;
    private final CheckpointFiles files;
    private final Formats formats;
    private final Reads reads;

    CheckpointPaths(LedgerPort port, CheckpointFiles files, Formats formats, Reads reads) {
        this.port = port;
        this.files = files;
        this.formats = formats;
        this.reads = reads;
    }

    Reply checkpoints(Call call) throws InterruptedException {
        View view = reads.view(call);
        return formats.answer(
                call, 200, new CheckpointsAnswer(view.height(), port.checkpoints(view)), CheckpointsAnswer.class);
    }

    /** Of this node's own view: a network that has lost its quorum can still be carried away. */
    Reply file(Call call) {
        long height = height(call.place("height"));
        View view = reads.local();
        Checkpoint checkpoint = port.checkpoint(view, height)
                .orElseThrow(() -> new RefusedException(Problem.of(
                                Refusal.NO_SUCH_CHECKPOINT,
                                "no checkpoint of height " + height + " is kept as of height " + view.height())
                        .withMember("height", view.height())));
        Statement statement = checkpoint
                .agreed(new Voices(port.roster(view, checkpoint.epoch())))
                .orElseThrow(() -> new RefusedException(
                        Refusal.NOT_VOUCHED_YET,
                        checkpoint.vouches().size() + " nodes have spoken of height " + height
                                + ", and not yet more than two thirds of all weight for one state"));
        CheckpointFiles.Kept kept = files.find(statement)
                .orElseThrow(() -> new RefusedException(
                        Refusal.NOT_KEPT_HERE, "this node has not written the state of height " + height));
        List<Vouch> vouches = checkpoint.vouchesFor(statement);
        return new Reply.Carried(CONTENT_TYPE, out -> carry(kept, vouches, out));
    }

    private static void carry(CheckpointFiles.Kept kept, List<Vouch> vouches, ByteSink out) throws IOException {
        byte[] piece = new byte[PacedOutput.PIECE_BYTES];
        try (InputStream in = kept.open()) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                out.write(piece, 0, read);
            }
        }
        Bytes tail = CheckpointWriter.tail(vouches);
        out.write(tail.unsafeArray(), 0, tail.length());
    }

    private static long height(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw Call.badParameter("'" + text + "' is no height: it has 1 to 18 digits");
        }
        return Long.parseLong(text);
    }
}

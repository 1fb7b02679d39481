package org.allmende.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.checkpoint.CheckpointReader;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.CheckpointsAnswer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Checkpoints as they are listed and carried away over HTTP. */
class CheckpointPathsTest {
    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aCheckpointIsListedWithWhatTheNodesSayOfIt() throws Exception {
        node.write("a", "1");
        Statement statement = node.checkpoint();
        JsonNode before = node.client.get("/v1/checkpoints?consistency=local").json().at("/checkpoints/0");
        assertThat(before.get("height").longValue()).isEqualTo(statement.height());
        assertThat(before.get("vouchedHeight").longValue()).isZero();
        assertThat(before.get("vouches")).isEmpty();

        node.vouch(statement);
        JsonNode after = node.client.get("/v1/checkpoints").json().at("/checkpoints/0");
        assertThat(after.get("vouchedHeight").longValue()).isEqualTo(statement.height() + 1);
        assertThat(after.at("/vouches/0/statement/digest").stringValue()).isEqualTo(statement.digest().toHex());
        assertThat(after.at("/vouches/0/statement/network").stringValue())
                .isEqualTo(node.genesis.networkId().toString());
        Bytes borsh = node.client.get("/v1/checkpoints", "Accept", "application/x-borsh").bytes();
        assertThat(node.port.schema().codec(CheckpointsAnswer.class).decode(borsh).checkpoints())
                .isEqualTo(node.port.checkpoints(node.port.view()));
    }

    @Test
    void itsFileProvesItself() throws Exception {
        node.write("a", "1".repeat(200_000));
        Statement statement = node.checkpoint();
        node.vouch(statement);
        TestClient.Answer answer = node.client.get(path(statement.height()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
        InputStream file = new ByteArrayInputStream(answer.bytes().toArray());
        List<Entry> rows = new ArrayList<>();
        CheckpointReader.Contents contents = CheckpointReader.read(file::read, rows::add);
        assertThat(contents.statement()).isEqualTo(statement);
        assertThat(rows).hasSize((int) statement.rows());
    }

    @Test
    void whatCannotBeCarriedAwayIsRefused() throws Exception {
        assertRefused(400, "BAD_PARAMETER", "/v1/checkpoints/first/file");
        assertRefused(400, "BAD_PARAMETER", "/v1/checkpoints/1234567890123456789/file");
        assertRefused(404, "NO_SUCH_CHECKPOINT", path(999));
        Statement statement = node.checkpoint();
        assertRefused(409, "NOT_VOUCHED_YET", path(statement.height()));
        node.checkpoints.clear();
        node.vouch(statement);
        assertRefused(503, "NOT_KEPT_HERE", path(statement.height()));
    }

    /** Its reader must not take the part for the whole. */
    @Test
    void aFileThatCannotBeReadToItsEndBreaksOff() throws Exception {
        Statement statement = node.checkpoint();
        node.vouch(statement);
        node.checkpoints.put(statement, () -> new FilterInputStream(new ByteArrayInputStream(new byte[300_000])) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                if (read < 0) {
                    throw new IOException("the disk is gone");
                }
                return read;
            }
        });

        assertThatThrownBy(() -> node.client.get(path(statement.height()))).isInstanceOf(IOException.class);
        assertThat(node.client.get("/v1/checkpoints").status()).isEqualTo(200);
    }

    private static String path(long height) {
        return "/v1/checkpoints/" + height + "/file";
    }

    private void assertRefused(int status, String reason, String path) throws Exception {
        TestClient.Answer answer = node.client.get(path);
        assertThat(answer.status()).as(path).isEqualTo(status);
        assertThat(answer.json().get("reason").stringValue()).isEqualTo(reason);
    }
}

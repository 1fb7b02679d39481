package org.allmende.gateway.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.Rpc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main flow: what is put is read. */
class GatewayTest {
    @TempDir
    Path dir;

    @Test
    void whatIsPutIsRead() throws Exception {
        try (SoloNode node = SoloNode.start(dir)) {
            KVGrpc.KVBlockingStub kv = KVGrpc.newBlockingStub(node.channel);

            Rpc.PutResponse put = kv.put(Rpc.PutRequest.newBuilder()
                    .setKey(ByteString.copyFromUtf8("color"))
                    .setValue(ByteString.copyFromUtf8("green"))
                    .build());
            Rpc.RangeResponse range = kv.range(Rpc.RangeRequest.newBuilder()
                    .setKey(ByteString.copyFromUtf8("color"))
                    .build());

            assertThat(put.getHeader().getRevision()).as("etcd's first write makes revision 2").isEqualTo(2);
            assertThat(range.getKvsList()).hasSize(1);
            assertThat(range.getKvs(0).getValue().toStringUtf8()).isEqualTo("green");
            assertThat(range.getKvs(0).getModRevision()).isEqualTo(2);
        }
    }
}

package org.allmende.gateway.etcd.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.List;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One row a way to write a message, or to get it wrong. */
class JsonReadingTest {
    private static final Rpc.RangeRequest RANGE = Rpc.RangeRequest.newBuilder()
            .setKey(ByteString.copyFromUtf8("foo"))
            .setRangeEnd(ByteString.copyFromUtf8("fop"))
            .setLimit(7)
            .setSortOrder(Rpc.RangeRequest.SortOrder.DESCEND)
            .setSerializable(true)
            .build();

    @Test
    void fieldsHaveTwoSpellingsAndNumbersTwoForms() throws Exception {
        for (String json : List.of(
                """
                {"key":"Zm9v","range_end":"Zm9w","limit":"7","sort_order":"DESCEND","serializable":true}""",
                """
                {"key":"Zm9v","rangeEnd":"Zm9w","limit":7,"sortOrder":2,"serializable":true}""",
                """
                {"key":"AAAA","key":"Zm9v","range_end":"Zm9w","limit":7,"sort_order":"2","serializable":true,
                 "what":{"else":[1,{}]},"revision":null}""")) {
            assertThat(read(Rpc.RangeRequest.getDefaultInstance(), json)).isEqualTo(RANGE);
        }
    }

    @Test
    void bytesHaveTwoAlphabets() throws Exception {
        ByteString bytes = ByteString.copyFrom(new byte[] {(byte) 0xff, (byte) 0xef});
        for (String base64 : List.of("/+8=", "_-8=", "_-8")) {
            assertThat(read(Rpc.RangeRequest.getDefaultInstance(), "{\"key\":\"" + base64 + "\"}"))
                    .isEqualTo(Rpc.RangeRequest.newBuilder().setKey(bytes).build());
        }
    }

    @Test
    void messagesAreWithinMessages() throws Exception {
        Message txn = read(
                Rpc.TxnRequest.getDefaultInstance(),
                """
                {"compare":[{"target":"MOD","key":"Zm9v","mod_revision":"5"}],
                 "success":[{"requestPut":{"key":"Zm9v"}},{"request_txn":{"failure":[{"request_range":{}}]}}]}""");

        assertThat(txn)
                .isEqualTo(Rpc.TxnRequest.newBuilder()
                        .addCompare(Rpc.Compare.newBuilder()
                                .setTarget(Rpc.Compare.CompareTarget.MOD)
                                .setKey(ByteString.copyFromUtf8("foo"))
                                .setModRevision(5))
                        .addSuccess(Rpc.RequestOp.newBuilder()
                                .setRequestPut(Rpc.PutRequest.newBuilder().setKey(ByteString.copyFromUtf8("foo"))))
                        .addSuccess(Rpc.RequestOp.newBuilder()
                                .setRequestTxn(Rpc.TxnRequest.newBuilder()
                                        .addFailure(Rpc.RequestOp.newBuilder()
                                                .setRequestRange(Rpc.RangeRequest.getDefaultInstance()))))
                        .build());
    }

    @Test
    void numbersReachTheirEnds() throws Exception {
        assertThat(read(Rpc.RangeRequest.getDefaultInstance(), "{\"limit\":\"-9223372036854775808\"}"))
                .isEqualTo(Rpc.RangeRequest.newBuilder().setLimit(Long.MIN_VALUE).build());
        assertThat(read(Rpc.MemberRemoveRequest.getDefaultInstance(), "{\"ID\":\"18446744073709551615\"}"))
                .isEqualTo(Rpc.MemberRemoveRequest.newBuilder().setID(-1).build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                      | cannot unmarshal array into Go value of type map[string]json.RawMessage",
                "5                       | cannot unmarshal number into Go value of type map[string]json.RawMessage",
                "{\"key\":5}             | cannot unmarshal number into Go value of type []uint8",
                "{\"key\":\"Zm9\\n\"}    | illegal base64 data",
                "{\"limit\":true}        | cannot unmarshal bool into Go value of type int64",
                "{\"limit\":1.5}         | cannot unmarshal number 1.5 into Go value of type int64",
                "{\"limit\":1e2}         | cannot unmarshal number 1e2 into Go value of type int64",
                "{\"limit\":\"+1\"}      | cannot unmarshal number +1 into Go value of type int64",
                "{\"limit\":9223372036854775808} | cannot unmarshal number 9223372036854775808",
                "{\"serializable\":\"true\"} | cannot unmarshal string into Go value of type bool",
                "{\"sort_order\":\"BAD\"} | unknown value \"BAD\" for enum etcdserverpb.RangeRequest",
                "{\"sort_order\":{}}     | unknown value \"\" for enum etcdserverpb.RangeRequest",
            })
    void whatIsOfAnotherKindIsRefused(String json, String why) {
        assertThatThrownBy(() -> read(Rpc.RangeRequest.getDefaultInstance(), json))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(why);
    }

    private static Message read(Message prototype, String json) throws MalformedException {
        return JsonReading.read(prototype, Bytes.utf8(json));
    }
}

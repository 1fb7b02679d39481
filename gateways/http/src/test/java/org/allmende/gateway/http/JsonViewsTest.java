package org.allmende.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.account.LedgerReason;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.account.LedgerReason;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.receipt.Receipt;
import org.allmende.ledger.table.State;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.TransactionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonViewsTest {
    private static final Bytes ID = Bytes.wrap(new byte[32]);
    private static final String ID_HEX = "0".repeat(64);

    private final JsonViews json = new JsonViews(List.of(new Accounts(new State())));

    private enum Colour {
        LIGHT_BLUE
    }

    private sealed interface Shape {}

    private record RoundTable(int seats) implements Shape {}

    private record Rows(
            Bytes key,
            @Fixed(2) Bytes hash,
            List<@Fixed(2) Bytes> hashes,
            List<Bytes> values,
            Optional<Bytes> maybe,
            Optional<@Fixed(2) Bytes> maybeHash,
            Optional<String> none) {}

    private record Mixed(long big, int small, boolean yes, String text, Colour colour, List<Shape> shapes) {}

    record Row(Object value, String json) {}

    static List<Row> rows() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("b", Bytes.utf8("hi"));
        map.put("a", null);
        return List.of(
                new Row(
                        new Mixed(Long.MIN_VALUE, -1, true, "ü\n\"", Colour.LIGHT_BLUE, List.of(new RoundTable(4))),
                        "{'big':-9223372036854775808,'small':-1,'yes':true,'text':'ü\\n\\\"','colour':'LIGHT_BLUE',"
                                + "'shapes':[{'type':'round_table','seats':4}]}"),
                new Row(
                        new Rows(
                                Bytes.utf8("a"),
                                Bytes.of((byte) 0xab, (byte) 1),
                                List.of(Bytes.of((byte) 0xab, (byte) 2)),
                                List.of(Bytes.utf8("v")),
                                Optional.of(Bytes.of((byte) 0xff)),
                                Optional.of(Bytes.of((byte) 0xab, (byte) 3)),
                                Optional.empty()),
                        "{'key':'YQ==','keyText':'a','hash':'ab01','hashes':['ab02'],'values':['dg=='],"
                                + "'maybe':'/w==','maybeHash':'ab03','none':null}"),
                new Row(new AccountId(ID), "'" + ID_HEX + "'"),
                new Row(map, "{'b':'aGk=','bText':'hi','a':null}"),
                new Row(Arrays.asList(1, null, "x"), "[1,null,'x']"),
                new Row(
                        Group.of(new LedgerOperation.EndDelegation(new AccountId(ID), new Scope(1, Bytes.utf8("ks")))),
                        "{'operations':[{'type':'end_delegation','application':'ledger','to':'" + ID_HEX
                                + "','scope':{'application':1,'resource':'a3M=','resourceText':'ks'}}]}"),
                new Row(
                        new Answer.Applied(
                                9,
                                new Receipt(
                                        new TransactionId(ID),
                                        8,
                                        0,
                                        List.of(
                                                new GroupOutcome.Applied(List.of(Bytes.EMPTY, Bytes.utf8("s"))),
                                                new GroupOutcome.Refused(1, Accounts.TAG, LedgerReason.ACCOUNT_EXISTS.code())))),
                        "{'type':'applied','asOfHeight':9,'receipt':{'id':'" + ID_HEX + "','height':8,'position':0,"
                                + "'outcomes':[{'type':'applied','summaries':['','cw==']},{'type':'refused',"
                                + "'operation':1,'application':'ledger','reason':'ACCOUNT_EXISTS','advice':'"
                                + LedgerReason.ACCOUNT_EXISTS.advice() + "'}]}}"),
                new Row(
                        new GroupOutcome.Refused(0, 77, 5),
                        "{'type':'refused','operation':0,'application':'77','reason':'REASON_5',"
                                + "'advice':'this node does not know the reason; ask a newer one'}"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachShapeHasOneView(Row row) {
        assertThat(json.text(row.value())).isEqualTo(row.json().replace('\'', '"'));
    }

    @Test
    void furtherMembersStandAfterARecordsOwn() {
        assertThat(json.bytes(new RoundTable(4), Map.of("more", List.of(1))).toText())
                .isEqualTo("{\"type\":\"round_table\",\"seats\":4,\"more\":[1]}");
    }

    @Test
    void aViewIsOneLine() {
        assertThat(json.text(Map.of("text", "a\r\nb\u2028"))).doesNotContain("\n", "\r");
    }

    @Test
    void whatHasNoViewIsABug() {
        assertThatThrownBy(() -> json.text(new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object");
    }
}

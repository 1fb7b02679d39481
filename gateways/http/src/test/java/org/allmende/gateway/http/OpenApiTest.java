package org.allmende.gateway.http;

import static org.allmende.gateway.http.TestNode.OPERATOR;
import static org.allmende.gateway.http.TestNode.OWNER;
import static org.allmende.gateway.http.TestNode.account;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.allmende.coordination.Alarm;
import org.allmende.coordination.AuthChange;
import org.allmende.coordination.CoordinationOperation.ChangeAlarm;
import org.allmende.coordination.CoordinationOperation.ChangeAuth;
import org.allmende.coordination.CoordinationOperation.GrantLease;
import org.allmende.coordination.HistoryRequest;
import org.allmende.coordination.KeyPermission;
import org.allmende.coordination.KeyRange;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.ReadRequest;
import org.allmende.coordination.ReadsRequest;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.Batch;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.TokenOperation;
import org.allmende.ledger.transaction.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The document says what the server does: each answer fits its schema, and neither has anything the other has not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
    private static final Path REFERENCE = Path.of("..", "..", "docs", "reference", "openapi.json");
    private static final TokenId COIN = TokenId.of(account(OWNER), "COIN");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final TestNode node = new TestNode();
    private String receipt = "";
    private String refused = "";
    private long checkpoint;
    private JsonNode document = JSON.createObjectNode();

    @BeforeAll
    void fill() throws Exception {
        node.write("a", "1");
        node.write("b", "\u00ff");
        apply(OWNER, new TokenOperation.Create("COIN", 18, Uint256.MAX));
        receipt = apply(OWNER, new TokenOperation.Mint(COIN, account(OWNER), Uint256.of(5)));
        refused = apply(OPERATOR, new TokenOperation.Mint(COIN, account(OWNER), Uint256.of(5)));
        apply(
                OWNER,
                new LedgerOperation.Delegate(
                        account(OPERATOR),
                        new Scope(1, Bytes.utf8("default")),
                        Optional.empty(),
                        node.port.view().timeMillis() + 60_000));
        apply(OWNER, new GrantLease(TestNode.KEYSPACE, -7, 60, Bytes.EMPTY));
        apply(OWNER, TestNode.putLeased("c", "1", -7));
        apply(OWNER, new ChangeAuth(TestNode.KEYSPACE, new AuthChange.AddUser("ann", Bytes.utf8("hash"))));
        apply(OWNER, new ChangeAuth(TestNode.KEYSPACE, new AuthChange.AddRole("r")));
        apply(OWNER, new ChangeAuth(TestNode.KEYSPACE, new AuthChange.GrantRole("ann", "r")));
        KeyPermission permission = new KeyPermission(KeyPermission.Access.READ, Bytes.utf8("a"), Bytes.EMPTY);
        apply(OWNER, new ChangeAuth(TestNode.KEYSPACE, new AuthChange.GrantPermission("r", permission)));
        Alarm alarm = new Alarm(Alarm.Kind.NONE, 7);
        apply(OWNER, new ChangeAlarm(TestNode.KEYSPACE, alarm, true));
        Statement statement = node.checkpoint();
        node.vouch(statement);
        checkpoint = statement.height();
        document = node.client.get("/v1/openapi.json").json();
    }

    @AfterAll
    void close() {
        node.close();
    }

    private String apply(Bytes secret, Operation operation) throws Exception {
        return node.client
                .post("/v1/transactions?waitMillis=20000", node.sign(secret, operation))
                .json()
                .at("/receipt/id")
                .stringValue();
    }

    /** What a request is answered with; its path is one of the document's with something in its places. */
    private record Asked(String method, String path, int status) {}

    /** JSON that has its own description elsewhere. */
    private static final Set<String> EXEMPT = Set.of("get /v1/openapi.json 200");

    @Test
    void everyAnswerFitsItsSchema() throws Exception {
        Set<String> asked = new TreeSet<>(EXEMPT);
        for (Asked each : List.of(
                new Asked("GET", "/health", 200),
                new Asked("GET", "/v1/status", 200),
                new Asked("GET", "/v1/pulse", 200),
                new Asked("GET", "/v1/network", 200),
                new Asked("GET", "/v1/state/digest", 200),
                new Asked("GET", "/v1/accounts", 200),
                new Asked("GET", "/v1/accounts/" + account(OWNER), 200),
                new Asked("GET", "/v1/accounts/" + account(OWNER) + "/delegations", 200),
                new Asked("GET", "/v1/accounts/" + account(OWNER) + "/balances", 200),
                new Asked("GET", "/v1/tokens", 200),
                new Asked("GET", "/v1/tokens/" + COIN, 200),
                new Asked("GET", "/v1/usage", 200),
                new Asked("GET", "/v1/checkpoints", 200),
                new Asked("GET", "/v1/roster", 200),
                new Asked("GET", "/v1/roster/chain", 200),
                new Asked("GET", "/v1/proposals", 200),
                new Asked("GET", "/v1/receipts/" + receipt, 200),
                new Asked("GET", "/v1/receipts/" + refused, 200),
                new Asked("GET", "/v1/receipts/" + "0".repeat(64), 200),
                new Asked("GET", "/v1/keyspaces", 200),
                new Asked("GET", "/v1/keyspaces/default", 200),
                new Asked("GET", "/v1/keyspaces/default/range", 200),
                new Asked("GET", "/v1/keyspaces/default/auth", 200),
                new Asked("GET", "/v1/keyspaces/default/space", 200),
                new Asked("GET", "/v1/keyspaces/default/leases", 200),
                new Asked("GET", "/v1/keyspaces/default/leases/-7?keys", 200))) {
            asked.add(fits(each, Bytes.EMPTY));
        }
        asked.addAll(submissionsFit());
        ReadsRequest reads = new ReadsRequest(List.of(
                new ReadRequest.Range(RangeRequest.of(KeyRange.ALL.key(), KeyRange.ALL.rangeEnd())),
                new ReadRequest.History(HistoryRequest.of(KeyRange.ALL, 1)),
                new ReadRequest.Lease(-7, true),
                new ReadRequest.Leases(Long.MIN_VALUE, 10),
                new ReadRequest.Auth(),
                new ReadRequest.Space()));
        asked.add(fits(
                new Asked("POST", "/v1/keyspaces/default/reads", 200),
                node.port.schema().codec(ReadsRequest.class).encode(reads)));
        node.engine.fall(Health.State.CATCHING_UP, "it was away");
        asked.add(fits(new Asked("GET", "/health", 503), Bytes.EMPTY));
        node.engine.fall(Health.State.ORDERING, "");
        assertThat(asked).isEqualTo(describedAs(type -> type.equals(Formats.JSON)));
    }

    private Set<String> submissionsFit() throws Exception {
        Set<String> asked = new TreeSet<>();
        asked.add(fits(new Asked("POST", "/v1/transactions?waitMillis=20000", 200), burn(1)));
        asked.add(fits(new Asked("POST", "/v1/transactions?waitMillis=20000", 200), burn(1_000)));
        asked.add(fits(new Asked("POST", "/v1/transactions/decode", 200), burn(1)));
        for (Bytes signed : List.of(burn(1), Bytes.hex("00"))) {
            Bytes batch = node.port.schema().codec(Batch.class).encode(new Batch(List.of(signed)));
            asked.add(fits(new Asked("POST", "/v1/transactions/batch?waitMillis=20000", 200), batch));
        }
        node.engine.hold();
        asked.add(fits(new Asked("POST", "/v1/transactions", 202), burn(1)));
        Bytes batch = node.port.schema().codec(Batch.class).encode(new Batch(List.of(burn(1))));
        asked.add(fits(new Asked("POST", "/v1/transactions/batch", 200), batch));
        node.engine.release();
        return asked;
    }

    private Bytes burn(long amount) {
        return node.sign(OWNER, new TokenOperation.Burn(COIN, Optional.empty(), Uint256.of(amount)));
    }

    /** @return method, path and status as the document has them */
    private String fits(Asked asked, Bytes body) throws Exception {
        TestClient.Answer answer = node.client.send(asked.method(), asked.path(), body);
        assertThat(answer.status()).as("%s: %s", asked, answer.text()).isEqualTo(asked.status());
        String method = asked.method().toLowerCase(Locale.ROOT);
        String template = template(asked.path().replaceFirst("\\?.*", ""));
        JsonNode schema = document.at("/paths/" + template.replace("/", "~1") + "/" + method + "/responses/"
                + asked.status() + "/content/application~1json/schema");
        assertThat(schema.isMissingNode()).as("no schema for %s", asked).isFalse();
        assertThat(schema.has("$ref") || schema.has("type") || schema.has("oneOf")).as("%s", schema).isTrue();
        assertThat(check().unfit(answer.json(), schema, asked.path())).isEmpty();
        return method + " " + template + " " + asked.status();
    }

    /** Method, path and status of every answer that has a body of such a type. */
    private Set<String> describedAs(Predicate<String> contentType) {
        Set<String> described = new TreeSet<>();
        for (var path : document.get("paths").properties()) {
            for (var method : path.getValue().properties()) {
                for (var answer : method.getValue().get("responses").properties()) {
                    if (answer.getValue().path("content").propertyStream().map(Map.Entry::getKey).anyMatch(contentType)) {
                        described.add(method.getKey() + " " + path.getKey() + " " + answer.getKey());
                    }
                }
            }
        }
        described.removeIf(answer -> answer.endsWith(" default"));
        return described;
    }

    /** Independent of the routes: the page is written by hand. */
    @Test
    void thePathsAreThoseOfTheReference() {
        Set<String> paths = new TreeSet<>();
        document.get("paths").properties().forEach(path -> path.getValue()
                .propertyNames()
                .forEach(method -> paths.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(paths).isEqualTo(new TreeSet<>(ReferenceTest.described()));
    }

    @Test
    void everyPathIsServed() throws Exception {
        for (var path : document.get("paths").properties()) {
            for (String method : path.getValue().propertyNames()) {
                // Where one may stand: something that is there, so that only a missing path is not found.
                try (EventReader answer = node.client.open(method.toUpperCase(Locale.ROOT), example(path.getKey()))) {
                    assertThat(answer.response().statusCode())
                            .as(method + " " + path.getKey())
                            .isNotIn(404, 405, 500);
                }
            }
        }
    }

    private String example(String path) {
        return path.replace("{file}", "dashboard.js")
                .replace("{name}", TestNode.KEYSPACE)
                .replace("{lease}", "-7")
                .replace("{height}", Long.toString(checkpoint))
                .replace("/tokens/{id}", "/tokens/" + COIN)
                .replace("/receipts/{id}", "/receipts/" + receipt)
                .replace("{id}", account(OWNER).toString());
    }

    @Test
    void everyBodyIsOfATypeThatIsDescribed() throws Exception {
        Set<String> borsh = describedAs(Call.BORSH::equals);
        for (var path : document.get("paths").properties()) {
            JsonNode content = path.getValue().at("/get/responses/200/content");
            if (content.isMissingNode()) {
                continue;
            }
            String plain = contentType(example(path.getKey()), "*/*");
            assertThat(content.has(plain)).as("%s is %s", path.getKey(), plain).isTrue();
            assertThat(contentType(example(path.getKey()), Call.BORSH).equals(Call.BORSH))
                    .as(path.getKey() + " in Borsh")
                    .isEqualTo(borsh.contains("get " + path.getKey() + " 200"));
        }
        assertThat(contentType("/dashboard/dashboard.css", "*/*")).isEqualTo("text/css");
        Bytes accepted = node.client
                .post("/v1/transactions?waitMillis=20000&results=true", burn(1), "Accept", Call.BORSH)
                .bytes();
        assertThat(node.port.schema().codec(LedgerPort.Settled.class).decode(accepted).answer())
                .isInstanceOf(Answer.Applied.class);
        assertThat(borsh).contains("post /v1/transactions 200", "post /v1/transactions 202");
    }

    private String contentType(String path, String accept) throws Exception {
        try (EventReader answer = node.client.stream(path, "Accept", accept)) {
            assertThat(answer.response().statusCode()).as(path).isEqualTo(200);
            return answer.response()
                    .headers()
                    .firstValue("Content-Type")
                    .orElse("")
                    .replaceFirst(";.*", "");
        }
    }

    @Test
    void everyEventFitsItsSchema() throws Exception {
        for (String path : List.of("/v1/keyspaces/default/watch?startRevision=1&prevKv=true", "/v1/events?from=oldest")) {
            try (EventReader events = node.client.stream(path)) {
                JsonNode schemas = document.at("/paths/" + template(path.replaceFirst("\\?.*", "")).replace("/", "~1")
                        + "/get/responses/200/content/text~1event-stream/x-event-data");
                EventReader.Message message = events.next();
                assertThat(schemas.has(message.event())).as("%s in %s", message, schemas).isTrue();
                assertThat(check().unfit(message.json(), schemas.get(message.event()), path)).isEmpty();
            }
        }
    }

    /** What the document lets be given is read, and what it does not is refused. */
    @Test
    void everyParameterIsWhatItIsSaidToBe() throws Exception {
        for (var path : document.get("paths").properties()) {
            for (JsonNode parameter : path.getValue().at("/get/parameters")) {
                if (parameter.get("in").stringValue().equals("query")) {
                    String start = example(path.getKey()) + "?" + parameter.get("name").stringValue() + "=";
                    for (String fitting : fitting(parameter.get("schema"))) {
                        assertThat(reason(start + fitting)).as(start + fitting).isNotEqualTo("BAD_PARAMETER");
                    }
                    for (String unfitting : unfitting(parameter.get("schema"))) {
                        assertThat(reason(start + unfitting)).as(start + unfitting).isEqualTo("BAD_PARAMETER");
                    }
                }
            }
        }
    }

    private static List<String> fitting(JsonNode schema) {
        if (schema.has("enum")) {
            return schema.get("enum").valueStream().map(JsonNode::stringValue).toList();
        }
        return switch (schema.get("type").stringValue()) {
            case "integer" -> {
                // A wait of the longest there is, for what is settled already, is none.
                String most = schema.has("maximum") ? schema.get("maximum").toString() : Long.toString(Long.MAX_VALUE);
                String least = schema.get("minimum").toString();
                yield List.of(least, schema.path("default").asString(least), most);
            }
            case "boolean" -> List.of("true", "false");
            default -> List.of(schema.path("pattern").asString("").contains("{64}") ? "0".repeat(64) : "");
        };
    }

    private static List<String> unfitting(JsonNode schema) {
        if (schema.has("enum")) {
            return List.of("other");
        }
        return switch (schema.get("type").stringValue()) {
            case "integer" -> {
                List<String> outside = new ArrayList<>(List.of("x", "1.5"));
                outside.add(schema.get("minimum").bigIntegerValue().subtract(BigInteger.ONE).toString());
                if (schema.has("maximum")) {
                    outside.add(Long.toString(schema.get("maximum").longValue() + 1));
                }
                yield outside;
            }
            case "boolean" -> List.of("1", "yes");
            default ->
                !schema.has("pattern")
                        ? List.of()
                        : schema.get("pattern").stringValue().contains("{64}")
                                ? List.of("0".repeat(63), "x".repeat(64))
                                : List.of("%2B%2F", "!");
        };
    }

    /** Of a refusal; of an answer none. */
    private String reason(String path) throws Exception {
        try (EventReader answer = node.client.stream(path)) {
            return answer.response().statusCode() < 400
                    ? ""
                    : JSON.readTree(answer.response().body()).get("reason").stringValue();
        }
    }

    @Test
    void aRefusalFitsItsSchema() throws Exception {
        assertThat(check().unfit(
                        node.client.get("/v1/tokens/12").json(),
                        document.at("/components/schemas/Problem"),
                        "problem"))
                .isEmpty();
    }

    /** A checker that finds nothing wrong with anything would let all of this pass. */
    @Test
    void theCheckerFindsWhatDoesNotFit() throws Exception {
        JsonNode schema = document.at("/paths/~1v1~1tokens~1{id}/get/responses/200/content/application~1json/schema");
        String sound = node.client.get("/v1/tokens/" + COIN).text();
        for (String wrong : List.of(
                sound.replace("\"decimals\":18", "\"decimals\":\"18\""),
                sound.replace("\"supply\"", "\"supplies\""),
                sound.replace("\"issuer\":\"", "\"issuer\":\"x"),
                sound.replaceFirst("\\{", "{\"more\":1,"))) {
            assertThat(check().unfit(JSON.readTree(wrong), schema, "token")).as(wrong).isNotEmpty();
        }
    }

    @Test
    void theReferenceHoldsTheSameDocument() throws IOException {
        String wanted = JSON.writeValueAsString(document) + "\n";
        if (Boolean.getBoolean("allmende.reference.write")) {
            Files.writeString(REFERENCE, wanted);
        }
        assertThat(REFERENCE)
                .as("run: mvn -pl gateways/http -am test -Dtest=OpenApiTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dsurefire.extra=-Dallmende.reference.write=true")
                .hasContent(wanted);
    }

    private SchemaCheck check() {
        return new SchemaCheck(document);
    }

    private String template(String path) {
        return node.gateway.routes().stream()
                .filter(route -> route.match(path).isPresent())
                .map(Route::path)
                .findFirst()
                .orElseThrow();
    }
}

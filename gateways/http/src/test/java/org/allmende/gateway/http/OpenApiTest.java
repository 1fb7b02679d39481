package org.allmende.gateway.http;

import static org.allmende.gateway.http.TestNode.OPERATOR;
import static org.allmende.gateway.http.TestNode.OWNER;
import static org.allmende.gateway.http.TestNode.account;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
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
        node.vouch(node.checkpoint());
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

    @Test
    void everyAnswerFitsItsSchema() throws Exception {
        Set<String> asked = new LinkedHashSet<>();
        for (String path : List.of(
                "/v1/status",
                "/v1/state/digest",
                "/v1/accounts",
                "/v1/accounts/" + account(OWNER),
                "/v1/accounts/" + account(OWNER) + "/delegations",
                "/v1/accounts/" + account(OWNER) + "/balances",
                "/v1/tokens",
                "/v1/tokens/" + COIN,
                "/v1/usage",
                "/v1/checkpoints",
                "/v1/receipts/" + receipt,
                "/v1/receipts/" + refused,
                "/v1/receipts/" + "0".repeat(64),
                "/v1/keyspaces",
                "/v1/keyspaces/default",
                "/v1/keyspaces/default/range")) {
            String template = template(path);
            asked.add(template);
            JsonNode schema = document.at("/paths/" + template.replace("/", "~1")
                    + "/get/responses/200/content/application~1json/schema");
            TestClient.Answer answer = node.client.get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(unfit(answer.json(), schema, path)).isEmpty();
        }
        List<String> shown = new ArrayList<>();
        document.get("paths").properties().forEach(path -> {
            if (path.getValue().at("/get/responses/200").has("content")) {
                shown.add(path.getKey());
            }
        });
        assertThat(asked).containsExactlyInAnyOrderElementsOf(shown);
    }

    @Test
    void everyPathIsInItAndNoOther() {
        Set<String> described = new LinkedHashSet<>();
        document.get("paths").properties().forEach(path -> path.getValue()
                .propertyNames()
                .forEach(method -> described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        assertThat(described).isEqualTo(new LinkedHashSet<>(node.gateway.routes().stream()
                .map(route -> route.method() + " " + route.path())
                .toList()));
    }

    @Test
    void aRefusalFitsItsSchema() throws Exception {
        assertThat(unfit(
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
            assertThat(unfit(JSON.readTree(wrong), schema, "token")).as(wrong).isNotEmpty();
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

    private String template(String path) {
        return node.gateway.routes().stream()
                .filter(route -> route.match(path).isPresent())
                .map(Route::path)
                .findFirst()
                .orElseThrow();
    }

    /** What does not fit, with where it stands. */
    private List<String> unfit(JsonNode value, JsonNode schema, String at) {
        List<String> wrong = new ArrayList<>();
        if (schema.has("$ref")) {
            String name = schema.get("$ref").stringValue().replace("#/components/schemas/", "");
            return unfit(value, document.get("components").get("schemas").get(name), at);
        }
        for (String several : List.of("oneOf", "anyOf")) {
            if (schema.has(several)) {
                long fitting = 0;
                for (JsonNode each : schema.get(several)) {
                    fitting += unfit(value, each, at).isEmpty() ? 1 : 0;
                }
                if (fitting != 1) {
                    wrong.add(at + ": fits " + fitting + " of " + several + ": " + value);
                }
            }
        }
        if (schema.has("const") && !value.equals(schema.get("const"))) {
            wrong.add(at + ": not " + schema.get("const"));
        }
        if (schema.has("enum") && !schema.get("enum").valueStream().anyMatch(value::equals)) {
            wrong.add(at + ": none of " + schema.get("enum"));
        }
        if (schema.has("pattern") && !value.asString("").matches(schema.get("pattern").stringValue())) {
            wrong.add(at + ": " + value + " does not match " + schema.get("pattern"));
        }
        switch (schema.path("type").asString("")) {
            case "object" -> object(value, schema, at, wrong);
            case "array" -> {
                if (!value.isArray()) {
                    wrong.add(at + ": no array");
                }
                for (int i = 0; i < value.size(); i++) {
                    wrong.addAll(unfit(value.get(i), schema.get("items"), at + "[" + i + "]"));
                }
            }
            case "string" -> expect(value.isString(), "no text", at, wrong);
            case "integer" -> expect(value.isIntegralNumber(), "no whole number", at, wrong);
            case "boolean" -> expect(value.isBoolean(), "no truth", at, wrong);
            case "null" -> expect(value.isNull(), "not null", at, wrong);
            default -> {}
        }
        return wrong;
    }

    private static void expect(boolean holds, String otherwise, String at, List<String> wrong) {
        if (!holds) {
            wrong.add(at + ": " + otherwise);
        }
    }

    private void object(JsonNode value, JsonNode schema, String at, List<String> wrong) {
        expect(value.isObject(), "no object", at, wrong);
        JsonNode properties = schema.path("properties");
        schema.path("required").forEach(name -> expect(value.has(name.stringValue()), "lacks " + name, at, wrong));
        value.properties().forEach(each -> {
            if (properties.has(each.getKey())) {
                wrong.addAll(unfit(each.getValue(), properties.get(each.getKey()), at + "." + each.getKey()));
            } else {
                JsonNode others = schema.path("additionalProperties");
                expect(!others.isBoolean() || others.booleanValue(), "has " + each.getKey(), at, wrong);
            }
        });
    }
}

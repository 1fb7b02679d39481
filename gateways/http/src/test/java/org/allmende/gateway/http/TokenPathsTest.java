package org.allmende.gateway.http;

import static org.allmende.gateway.http.TestNode.OPERATOR;
import static org.allmende.gateway.http.TestNode.OWNER;
import static org.allmende.gateway.http.TestNode.account;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.BalancesAnswer;
import org.allmende.ledger.port.NodeUsageAnswer;
import org.allmende.ledger.port.TokenAnswer;
import org.allmende.ledger.port.TokensAnswer;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.TokenOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tokens, balances and usage as they are asked for over HTTP. */
class TokenPathsTest {
    private static final TokenId COIN = TokenId.of(account(OWNER), "COIN");

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void amountsAreExactTextsOfDigits() throws Exception {
        apply(OWNER, new TokenOperation.Create("COIN", 18, Uint256.MAX));
        apply(OWNER, new TokenOperation.Mint(COIN, account(OPERATOR), Uint256.MAX));

        JsonNode token = node.client.get("/v1/tokens/" + COIN).json();
        assertThat(token.get("id").stringValue()).isEqualTo(COIN.toString());
        assertThat(token.at("/token/symbol").stringValue()).isEqualTo("COIN");
        assertThat(token.at("/token/supply").stringValue()).isEqualTo(Uint256.MAX.toString());
        assertThat(token.at("/token/issuer").stringValue()).isEqualTo(account(OWNER).toString());
        JsonNode held = node.client.get("/v1/accounts/" + account(OPERATOR) + "/balances").json();
        assertThat(held.at("/balances/0/token").stringValue()).isEqualTo(COIN.toString());
        assertThat(held.at("/balances/0/amount").stringValue()).isEqualTo(Uint256.MAX.toString());
        assertThat(held.get("more").booleanValue()).isFalse();

        apply(OWNER, new TokenOperation.ChangeIssuer(COIN, Optional.empty()));
        assertThat(node.client.get("/v1/tokens/" + COIN).json().at("/token/issuer").isNull()).isTrue();
    }

    @Test
    void pagesGoOnAfterTheLastTokenUntilThereIsNoMore() throws Exception {
        for (int i = 0; i < 5; i++) {
            apply(OWNER, new TokenOperation.Create("T" + i, 0, Uint256.MAX));
        }
        TreeSet<String> seen = new TreeSet<>();
        String after = "";
        boolean more = true;
        int pages = 0;
        while (more) {
            JsonNode page = node.client.get("/v1/tokens?limit=2" + after).json();
            for (JsonNode each : page.get("tokens")) {
                assertThat(seen.add(each.get("id").stringValue())).isTrue();
            }
            more = page.get("more").booleanValue();
            after = "&after=" + seen.last();
            pages++;
        }
        assertThat(pages).isEqualTo(3);
        assertThat(seen).containsExactlyElementsOf(new TreeSet<>(IntStream.range(0, 5)
                .mapToObj(i -> TokenId.of(account(OWNER), "T" + i).toString())
                .toList()));
        assertThat(node.client.get("/v1/tokens?after=" + "f".repeat(64)).json().get("reason").stringValue())
                .isEqualTo("BAD_PARAMETER");
    }

    @Test
    void inBorshAllIsTheRecordsBytes() throws Exception {
        apply(OWNER, new TokenOperation.Create("COIN", 2, Uint256.of(9)));
        apply(OWNER, new TokenOperation.Mint(COIN, account(OWNER), Uint256.of(7)));

        assertThat(read("/v1/tokens", TokensAnswer.class).tokens()).hasSize(1);
        assertThat(read("/v1/tokens/" + COIN, TokenAnswer.class).token().supply()).isEqualTo(Uint256.of(7));
        assertThat(read("/v1/accounts/" + account(OWNER) + "/balances", BalancesAnswer.class).balances())
                .extracting(each -> each.amount())
                .containsExactly(Uint256.of(7));
        assertThat(read("/v1/usage", NodeUsageAnswer.class).nodes()).hasSize(1);
    }

    @Test
    void whatIsNotThereIsRefused() throws Exception {
        assertRefused(404, "NO_SUCH_TOKEN", "/v1/tokens/" + COIN);
        for (String path : List.of(
                "/v1/tokens/12", "/v1/tokens?after=xyz", "/v1/tokens?limit=0", "/v1/tokens?limit=1001",
                "/v1/accounts/nobody/balances")) {
            assertRefused(400, "BAD_PARAMETER", path);
        }
    }

    private void assertRefused(int status, String reason, String path) throws Exception {
        TestClient.Answer answer = node.client.get(path);
        assertThat(answer.status()).as(path).isEqualTo(status);
        assertThat(answer.json().get("reason").stringValue()).isEqualTo(reason);
    }

    private <T> T read(String path, Class<T> type) throws Exception {
        return node.port.schema().codec(type).decode(node.client.get(path, "Accept", "application/x-borsh").bytes());
    }

    private void apply(Bytes secret, TokenOperation operation) throws Exception {
        TestClient.Answer answer =
                node.client.post("/v1/transactions?waitMillis=20000", node.sign(secret, operation));
        assertThat(answer.json().at("/receipt/outcomes/0/type").stringValue()).isEqualTo("applied");
    }
}

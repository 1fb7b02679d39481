package org.allmende.gateway.http;

import static org.allmende.gateway.http.TestNode.GATEWAY;
import static org.allmende.gateway.http.TestNode.OPERATOR;
import static org.allmende.gateway.http.TestNode.OWNER;
import static org.allmende.gateway.http.TestNode.account;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.LedgerOperation.Delegate;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.AccountsAnswer;
import org.allmende.ledger.port.DelegationsAnswer;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** All accounts, and all delegations of one, as they are asked for over HTTP: page by page. */
class AccountPathsTest {
    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void everyAccountIsOnOnePageById() throws Exception {
        for (int i = 0; i < 4; i++) {
            Bytes key = Ed25519.publicKey(TestNode.secret("member " + i));
            apply(OPERATOR, OpenAccount.ofKey(key, new Quota(0, i, 1, 1)));
        }
        List<String> seen = new ArrayList<>();
        int pages = 0;
        String after = "";
        for (boolean more = true; more; pages++) {
            JsonNode page = node.client.get("/v1/accounts?limit=3" + after).json();
            page.get("accounts").forEach(each -> seen.add(each.get("id").stringValue()));
            more = page.get("more").booleanValue();
            after = "&after=" + seen.getLast();
        }
        assertThat(pages).isEqualTo(3);
        assertThat(seen)
                .containsExactlyElementsOf(Stream.concat(
                                Stream.of(OPERATOR, GATEWAY, OWNER),
                                Stream.of(0, 1, 2, 3).map(i -> TestNode.secret("member " + i)))
                        .map(secret -> account(secret).toString())
                        .sorted()
                        .toList());
        String third = account(TestNode.secret("member 3")).toString();
        assertThat(node.client.get("/v1/accounts").json().get("accounts"))
                .filteredOn(each -> each.get("id").stringValue().equals(third))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.at("/account/quota/entries").longValue()).isEqualTo(3);
                    assertThat(each.at("/account/openedBy").stringValue()).isEqualTo(account(OPERATOR).toString());
                });
    }

    /** Or who goes on after it would miss the rest of them. */
    @Test
    void theDelegationsToOneAccountAreNeverOnTwoPages() throws Exception {
        List<AccountId> delegates = Stream.of(OPERATOR, GATEWAY).map(TestNode::account).sorted().toList();
        for (AccountId to : delegates) {
            for (int i = 0; i < 3; i++) {
                apply(OWNER, delegate(to, "part " + i));
            }
        }
        JsonNode first = delegations("?limit=1");
        assertThat(first.get("delegations")).hasSize(3).allSatisfy(each -> assertThat(
                        each.get("to").stringValue())
                .isEqualTo(delegates.getFirst().toString()));
        assertThat(first.get("more").booleanValue()).isTrue();
        assertThat(first.at("/delegations/0/scope/application").intValue()).isEqualTo(1);
        assertThat(first.at("/delegations/0/scope/resourceText").stringValue()).isEqualTo("part 0");
        assertThat(first.at("/delegations/0/left").stringValue()).isEqualTo("7");

        JsonNode second = delegations("?limit=1&after=" + delegates.getFirst());
        assertThat(second.get("delegations")).hasSize(3).allSatisfy(each -> assertThat(
                        each.get("to").stringValue())
                .isEqualTo(delegates.getLast().toString()));
        assertThat(second.get("more").booleanValue()).isFalse();

        assertThat(delegations("?limit=3").get("more").booleanValue()).isTrue();
        assertThat(delegations("?limit=4").get("delegations")).hasSize(6);
        assertThat(delegations("?limit=4").get("more").booleanValue()).isFalse();
        assertThat(delegations("?after=" + "f".repeat(64)).get("delegations")).isEmpty();
        assertThat(node.client
                        .get("/v1/accounts/" + account(OPERATOR) + "/delegations")
                        .json()
                        .get("delegations"))
                .as("of those whom one lets act, not of those for whom one may")
                .isEmpty();
    }

    @Test
    void asManyAsThereMayBeBetweenTwoFitAnAnswer() throws Exception {
        for (int i = 0; i < Limits.DELEGATIONS_PER_PAIR_MAX; i++) {
            apply(OWNER, delegate(account(OPERATOR), "part " + i));
        }
        assertThat(borsh("/v1/accounts/" + account(OWNER) + "/delegations?limit=1", DelegationsAnswer.class)
                        .delegations())
                .hasSize(Limits.DELEGATIONS_PER_PAIR_MAX);
        assertThat(borsh("/v1/accounts", AccountsAnswer.class).accounts()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/accounts?limit=0",
                "/v1/accounts?limit=1001",
                "/v1/accounts?after=12",
                "/v1/accounts/12/delegations",
                "/v1/accounts/ID/delegations?limit=0",
                "/v1/accounts/ID/delegations?limit=1001",
                "/v1/accounts/ID/delegations?after=xyz",
            })
    void whatCannotBeReadIsRefused(String path) throws Exception {
        TestClient.Answer answer = node.client.get(path.replace("ID", account(OWNER).toString()));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("reason").stringValue()).isEqualTo("BAD_PARAMETER");
    }

    private Delegate delegate(AccountId to, String resource) {
        return new Delegate(
                to,
                new Scope(1, Bytes.utf8(resource)),
                Optional.of(Uint256.of(7)),
                node.port.view().timeMillis() + 3_600_000);
    }

    private JsonNode delegations(String query) throws Exception {
        return node.client
                .get("/v1/accounts/" + account(OWNER) + "/delegations" + query)
                .json();
    }

    private <T> T borsh(String path, Class<T> type) throws Exception {
        return node.port.schema().codec(type).decode(node.client.get(path, "Accept", TestClient.BORSH).bytes());
    }

    private void apply(Bytes secret, Operation operation) throws Exception {
        TestClient.Answer answer =
                node.client.post("/v1/transactions?waitMillis=20000", node.sign(secret, operation));
        assertThat(answer.json().at("/receipt/outcomes/0/type").stringValue()).isEqualTo("applied");
    }
}

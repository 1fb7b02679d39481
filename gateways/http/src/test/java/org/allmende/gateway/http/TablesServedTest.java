package org.allmende.gateway.http;

import static org.allmende.gateway.http.TestNode.OPERATOR;
import static org.allmende.gateway.http.TestNode.OWNER;
import static org.allmende.gateway.http.TestNode.account;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.allmende.coordination.AuthChange;
import org.allmende.coordination.CoordinationOperation.AllowWriter;
import org.allmende.coordination.CoordinationOperation.Compact;
import org.allmende.coordination.CoordinationOperation.ChangeAuth;
import org.allmende.coordination.CoordinationOperation.GrantLease;
import org.allmende.ledger.account.LedgerOperation.Delegate;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.genesis.Governance;
import org.allmende.ledger.roster.Proposal;
import org.allmende.ledger.roster.RosterOperation.Propose;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.TokenOperation;
import org.allmende.ledger.transaction.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever a node keeps is shown to who asks for it, or there is a reason why nobody would. */
class TablesServedTest {
    private static final TokenId COIN = TokenId.of(account(OWNER), "COIN");

    /** Tables that only say how something goes on that is shown elsewhere. */
    private static final Map<String, String> INTERNAL = Map.of(
            "ledger.timers",
            "what is due, in each application's own words: a delegation shows its end, and users set no others",
            "ledger.delegations-given",
            "how many delegations an account has given, each of which is shown",
            "coordination.sweeps",
            "how far the removal of what was compacted has come: nobody can see what it removes",
            "coordination.grace",
            "when the last gap ended: every lease shows its end, which is reckoned from that",
            "roster.roster-vouches",
            "who has signed a roster: /v1/roster/chain shows it with those that have been in force, as RosterChainTest does");

    private final TestNode node = new TestNode();

    /** Of each table a path, and what of the answer is in a row of that table. */
    private final Map<String, Shown> shown = new HashMap<>();

    private record Shown(String path, String text) {}

    @BeforeEach
    void fill() throws Exception {
        String owner = account(OWNER).toString();
        String operator = account(OPERATOR).toString();
        node.write("colour", "green");
        node.write("colour", "red");
        apply(new TokenOperation.Create("COIN", 2, Uint256.of(777)));
        String receipt = apply(new TokenOperation.Mint(COIN, account(OWNER), Uint256.of(555)));
        apply(new Delegate(
                account(OPERATOR),
                new Scope(1, Bytes.utf8("jobs")),
                Optional.empty(),
                node.port.view().timeMillis() + 60_000));
        apply(new AllowWriter(TestNode.KEYSPACE, account(OPERATOR), Bytes.utf8("pre")));
        apply(new Compact(TestNode.KEYSPACE, 2));
        apply(new GrantLease(TestNode.KEYSPACE, 7, 60, Bytes.EMPTY));
        apply(TestNode.putLeased("leased", "1", 7));
        apply(new ChangeAuth(TestNode.KEYSPACE, new AuthChange.AddUser("ann", Bytes.utf8("hash"))));
        apply(new ChangeAuth(TestNode.KEYSPACE, new AuthChange.AddRole("reader")));
        node.vouch(node.checkpoint());
        Governance slower = new Governance(2_000, 3_000, 4_000, 500, Governance.Share.TWO_THIRDS);
        node.client.post(
                "/v1/transactions?waitMillis=20000",
                node.sign(OPERATOR, new Propose(new Proposal.Govern(slower), "we are far apart", Optional.empty())));

        show("ledger.accounts", "/v1/accounts", owner);
        show("ledger.delegations", "/v1/accounts/" + owner + "/delegations", operator);
        show("ledger.receipts", "/v1/receipts/" + receipt, "\"position\":0");
        show("ledger.usage", "/v1/accounts/" + owner, "\"usage\":{\"operations\":11,");
        show("ledger.node-usage", "/v1/usage", "\"nodes\":[{\"transactions\":");
        show("tokens.tokens", "/v1/tokens", "\"supplyMax\":\"777\"");
        show("tokens.balances", "/v1/accounts/" + owner + "/balances", "\"amount\":\"555\"");
        show("checkpoints.checkpoints", "/v1/checkpoints", "\"askedBy\":\"" + operator);
        show("checkpoints.vouches", "/v1/checkpoints", "\"signature\":");
        show("roster.rosters", "/v1/roster/chain", "\"members\":[{\"node\":0");
        show("roster.heard", "/v1/roster", "\"spoke\":true");
        show("roster.office", "/v1/roster", "\"governance\":{\"delayMillis\":86400000");
        show("roster.proposals", "/v1/proposals", "\"why\":\"we are far apart\"");
        show("roster.votes", "/v1/proposals", "\"inFavour\":true");
        show("coordination.keyspaces", "/v1/keyspaces", "\"name\":\"default\"");
        show("coordination.writers", "/v1/keyspaces/default", "\"prefixText\":\"pre\"");
        show("coordination.versions", "/v1/keyspaces/default/range", "\"valueText\":\"red\"");
        show("coordination.auth", "/v1/keyspaces/default/auth", "\"revision\":3");
        show("coordination.users", "/v1/keyspaces/default/auth", "\"name\":\"ann\",\"hasPassword\":true");
        show("coordination.roles", "/v1/keyspaces/default/auth", "\"name\":\"reader\"");
        show("coordination.space", "/v1/keyspaces/default/space", "\"quotaBytes\":2147483648");
        show("coordination.leases", "/v1/keyspaces/default/leases", "\"ttlSeconds\":60");
        show("coordination.leased", "/v1/keyspaces/default/leases/7?keys", "\"keys\":[\"bGVhc2Vk\"]");
        show("coordination.history", "/v1/keyspaces/default/watch?startRevision=3", "\"keyText\":\"colour\"");
    }

    @AfterEach
    void close() {
        node.close();
    }

    private void show(String table, String path, String text) {
        shown.put(table, new Shown(path, text));
    }

    private String apply(Operation operation) throws Exception {
        return node.client
                .post("/v1/transactions?waitMillis=20000", node.sign(OWNER, operation))
                .json()
                .at("/receipt/id")
                .stringValue();
    }

    @Test
    void everyTableIsShownByAPathOrThereIsAReasonWhyNot() throws Exception {
        Set<String> named = new TreeSet<>(shown.keySet());
        named.addAll(INTERNAL.keySet());
        Map<String, Long> rows = node.port.rows(node.port.view());
        assertThat(named).isEqualTo(rows.keySet());
        assertThat(shown.keySet()).doesNotContainAnyElementsOf(INTERNAL.keySet());

        for (Map.Entry<String, Shown> each : shown.entrySet()) {
            String path = each.getValue().path;
            assertThat(rows.get(each.getKey())).as("there is something to show of " + each.getKey()).isPositive();
            assertThat(node.gateway.routes())
                    .as(path)
                    .anyMatch(route -> route.match(path.replaceAll("\\?.*", "")).isPresent());
            assertThat(answer(path)).as("a row of " + each.getKey()).contains(each.getValue().text);
        }
    }

    private String answer(String path) throws Exception {
        if (path.contains("/watch")) {
            try (EventReader watch = node.client.stream(path)) {
                return watch.next().data();
            }
        }
        TestClient.Answer answer = node.client.get(path);
        assertThat(answer.status()).as(path).isEqualTo(200);
        return answer.text();
    }

    /** The one row beside all tables, of which the digest is not. */
    @Test
    void whereTheLedgerStandsIsItsStatus() throws Exception {
        assertThat(node.client.get("/v1/status").text())
                .contains("\"height\":" + node.port.view().height())
                .contains("\"stateHash\":\"" + node.port.ledger().head().stateHash().toHex());
    }
}

package org.allmende.gateway.http;

import static org.allmende.gateway.http.Route.get;
import static org.allmende.gateway.http.Route.post;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.allmende.coordination.AuthAnswer;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.KeyspaceAnswer;
import org.allmende.coordination.KeyspacesAnswer;
import org.allmende.coordination.LeaseAnswer;
import org.allmende.coordination.LeasesAnswer;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.ReadsAnswer;
import org.allmende.coordination.ReadsRequest;
import org.allmende.coordination.SpaceAnswer;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.port.AccountAnswer;
import org.allmende.ledger.port.AccountsAnswer;
import org.allmende.ledger.port.BalancesAnswer;
import org.allmende.ledger.port.Batch;
import org.allmende.ledger.port.BatchAnswer;
import org.allmende.ledger.port.CheckpointsAnswer;
import org.allmende.ledger.port.DelegationsAnswer;
import org.allmende.ledger.port.DigestAnswer;
import org.allmende.ledger.port.EventPage;
import org.allmende.ledger.port.NodeStatus;
import org.allmende.ledger.port.NodeUsageAnswer;
import org.allmende.ledger.port.ProposalsAnswer;
import org.allmende.ledger.port.RosterChainPage;
import org.allmende.ledger.port.RosterShown;
import org.allmende.ledger.port.TokenAnswer;
import org.allmende.ledger.port.TokensAnswer;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.transaction.SignedTransaction;

/** Every path of a gateway: what it takes, what it shows and who answers. */
final class RouteTable {
    private static final Parameter CONSISTENCY = Parameter.choice(Reads.PARAMETER, "linearizable", "local");

    private static final Parameter AFTER = Parameter.id("after");

    private static final Parameter AFTER_LEASE = Parameter.number("after", Long.MIN_VALUE, Long.MAX_VALUE - 1);

    /** Also taken from the header of that name in another spelling, which is what browsers send. */
    static final Parameter LAST_EVENT_ID = Parameter.text("lastEventId");

    private static final Parameter AS = Parameter.choice("as", "json", "borsh");

    private RouteTable() {}

    /** Of how many things a page is. */
    private static Parameter limit(int max) {
        return Parameter.number("limit", 100, 1, max);
    }

    static List<Route> of(
            Dashboard dashboard,
            NodePaths node,
            TokenPaths tokens,
            CheckpointPaths checkpoints,
            RosterPaths rosters,
            TransactionPaths transactions,
            KeyspacePaths keyspaces,
            ReadsPath reads,
            EventsPath events) {
        return Stream.of(
                        aboutTheNode(dashboard, node),
                        aboutAccounts(node, tokens),
                        aboutCheckpoints(checkpoints),
                        aboutRosters(rosters),
                        aboutTransactions(transactions),
                        aboutKeyspaces(transactions, keyspaces, reads),
                        aboutEvents(events))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Route> aboutTheNode(Dashboard dashboard, NodePaths node) {
        return List.of(
                get("/", node::front).toEveryOrigin().answering(Shown.other("text/html", "the dashboard's page")),
                get("/dashboard/{file}", dashboard::file).toEveryOrigin()
                        .answering(
                                Shown.other("text/javascript", "a module of the dashboard")
                                        .andOther("text/css", "its style")
                                        .andOther("image/svg+xml", "its icon"),
                                Shown.nothing(304, "the same as the one that If-None-Match names")),
                get("/health", node::health).toEveryOrigin()
                        .answering(
                                Shown.json(200, "it takes part in ordering", HealthAnswer.class),
                                Shown.json(503, "it does not", HealthAnswer.class)),
                get("/metrics", node::metrics).toEveryOrigin()
                        .answering(Shown.other("text/plain", "the text format of Prometheus")),
                get("/v1/status", node::status).toEveryOrigin().showing(NodeStatus.class),
                get("/v1/pulse", node::pulse).toEveryOrigin().answering(Shown.json(200, "what was asked for", Pulse.class)),
                get("/v1/openapi.json", node::openApi).toEveryOrigin()
                        .answering(Shown.other(Formats.JSON, "this document, as OpenAPI 3.1 says")),
                get("/v1/network", node::network).toEveryOrigin()
                        .answering(Shown.jsonWith(NodePaths.Named.class, true, Genesis.class)
                                .andBorsh(Genesis.class)),
                get("/v1/state/digest", node::digest).toEveryOrigin().showing(DigestAnswer.class),
                get("/v1/usage", node::nodeUsage).toEveryOrigin().with(CONSISTENCY).showing(NodeUsageAnswer.class));
    }

    private static List<Route> aboutAccounts(NodePaths node, TokenPaths tokens) {
        return List.of(
                get("/v1/accounts", node::accounts).toEveryOrigin()
                        .with(AFTER, limit(AccountsAnswer.ACCOUNTS_MAX), CONSISTENCY)
                        .showing(AccountsAnswer.class),
                get("/v1/accounts/{id}", node::account).toEveryOrigin().with(CONSISTENCY).showing(AccountAnswer.class),
                get("/v1/accounts/{id}/delegations", node::delegations).toEveryOrigin()
                        .with(AFTER, limit(DelegationsAnswer.LIMIT_MAX), CONSISTENCY)
                        .showing(DelegationsAnswer.class),
                get("/v1/accounts/{id}/balances", tokens::balances).toEveryOrigin()
                        .with(AFTER, limit(TokensAnswer.TOKENS_MAX), CONSISTENCY)
                        .showing(BalancesAnswer.class),
                get("/v1/tokens", tokens::tokens).toEveryOrigin()
                        .with(AFTER, limit(TokensAnswer.TOKENS_MAX), CONSISTENCY)
                        .showing(TokensAnswer.class),
                get("/v1/tokens/{id}", tokens::token).toEveryOrigin().with(CONSISTENCY).showing(TokenAnswer.class));
    }

    private static List<Route> aboutCheckpoints(CheckpointPaths checkpoints) {
        return List.of(
                get("/v1/checkpoints", checkpoints::checkpoints).toEveryOrigin().with(CONSISTENCY).showing(CheckpointsAnswer.class),
                get("/v1/checkpoints/{height}/file", checkpoints::file).toEveryOrigin()
                        .answering(Shown.other(CheckpointPaths.CONTENT_TYPE, "the whole state, as 'backup' keeps it")));
    }

    private static List<Route> aboutRosters(RosterPaths rosters) {
        return List.of(
                get("/v1/roster", rosters::roster).toEveryOrigin().with(CONSISTENCY).showing(RosterShown.class),
                get("/v1/roster/chain", rosters::chain).toEveryOrigin()
                        .with(Parameter.number("after", -1, -1, Long.MAX_VALUE), CONSISTENCY)
                        .showing(RosterChainPage.class),
                get("/v1/proposals", rosters::proposals).toEveryOrigin()
                        .with(CONSISTENCY)
                        .showing(ProposalsAnswer.class));
    }

    private static List<Route> aboutTransactions(TransactionPaths transactions) {
        return List.of(
                post("/v1/transactions", SignedTransaction.class, transactions::submit).toEveryOrigin()
                        .with(transactions.waiting(), Parameter.flag(TransactionPaths.RESULTS))
                        .answering(
                                Shown.jsonWith(TransactionPaths.Results.class, false, Answer.class)
                                        .andOther(Call.BORSH, "Borsh of an Answer, with results=true of a Settled"),
                                Shown.json(
                                                202,
                                                "accepted for ordering and not settled; Location is its receipt",
                                                TransactionPaths.Accepted.class)
                                        .andOther(Call.BORSH, "the 32 bytes of the id")),
                post("/v1/transactions/batch", Batch.class, transactions::batch).toEveryOrigin()
                        .with(transactions.waiting())
                        .showing(BatchAnswer.class),
                post("/v1/transactions/decode", SignedTransaction.class, transactions::decode).toEveryOrigin()
                        .answering(Shown.json(200, "what was asked for", DecodedTransaction.class)),
                get("/v1/receipts/{id}", transactions::receipt).toEveryOrigin()
                        .with(transactions.waiting(), Parameter.flag(TransactionPaths.RESULTS))
                        .answering(Shown.jsonWith(TransactionPaths.Results.class, false, Answer.class)
                                .andOther(Call.BORSH, "Borsh of an Answer, with results=true of a Settled")));
    }

    private static List<Route> aboutKeyspaces(
            TransactionPaths transactions, KeyspacePaths keyspaces, ReadsPath reads) {
        return List.of(
                get("/v1/keyspaces", keyspaces::keyspaces).toEveryOrigin().with(CONSISTENCY).showing(KeyspacesAnswer.class),
                get("/v1/keyspaces/{name}", keyspaces::keyspace).toEveryOrigin().with(CONSISTENCY).showing(KeyspaceAnswer.class),
                get("/v1/keyspaces/{name}/range", keyspaces::range).toEveryOrigin()
                        .with(
                                Parameter.bytes("key"),
                                Parameter.bytes("rangeEnd"),
                                Parameter.number("limit"),
                                Parameter.number("revision"),
                                Parameter.choice("sortOrder", "none", "ascend", "descend"),
                                Parameter.choice("sortTarget", "key", "version", "create", "mod", "value"),
                                Parameter.flag("keysOnly"),
                                Parameter.flag("countOnly"),
                                Parameter.number("minModRevision"),
                                Parameter.number("maxModRevision"),
                                Parameter.number("minCreateRevision"),
                                Parameter.number("maxCreateRevision"),
                                CONSISTENCY)
                        .showing(RangeAnswer.class),
                get("/v1/keyspaces/{name}/leases", keyspaces::leases).toEveryOrigin()
                        .with(AFTER_LEASE, limit(LeasesAnswer.LEASES_MAX), CONSISTENCY)
                        .showing(LeasesAnswer.class),
                get("/v1/keyspaces/{name}/leases/{lease}", keyspaces::lease).toEveryOrigin()
                        .with(Parameter.flag("keys"), CONSISTENCY)
                        .showing(LeaseAnswer.class),
                post("/v1/keyspaces/{name}/reads", ReadsRequest.class, reads::reads).toEveryOrigin()
                        .with(
                                Parameter.number(ReadsPath.HEIGHT),
                                Parameter.number(ReadsPath.REVISION),
                                transactions.waiting())
                        .showing(ReadsAnswer.class),
                get("/v1/keyspaces/{name}/auth", keyspaces::auth).toEveryOrigin()
                        .with(CONSISTENCY)
                        .showing(AuthAnswer.class),
                get("/v1/keyspaces/{name}/space", keyspaces::space).toEveryOrigin()
                        .with(CONSISTENCY)
                        .showing(SpaceAnswer.class),
                get("/v1/keyspaces/{name}/watch", keyspaces::watch).toEveryOrigin()
                        .with(
                                Parameter.bytes("key"),
                                Parameter.bytes("rangeEnd"),
                                Parameter.number("startRevision"),
                                Parameter.flag("prevKv"),
                                AS,
                                LAST_EVENT_ID)
                        .answering(Shown.events(Map.of(
                                "message", HistoryAnswer.Page.class,
                                "compacted", HistoryAnswer.Compacted.class,
                                "refused", HistoryAnswer.Refused.class))));
    }

    private static List<Route> aboutEvents(EventsPath events) {
        return List.of(get("/v1/events", events::events).toEveryOrigin()
                .with(Parameter.choice("from", "now", "oldest"), AS, LAST_EVENT_ID)
                .answering(Shown.events(Map.of(
                        "message", EventPage.Placed.class,
                        "gap", EventsPath.Gap.class))));
    }
}

package org.allmende.gateway.http;

import static org.allmende.gateway.http.Route.get;
import static org.allmende.gateway.http.Route.post;

import java.util.List;
import org.allmende.coordination.KeyspaceAnswer;
import org.allmende.coordination.KeyspacesAnswer;
import org.allmende.coordination.RangeAnswer;
import org.allmende.ledger.port.AccountAnswer;
import org.allmende.ledger.port.AccountsAnswer;
import org.allmende.ledger.port.BalancesAnswer;
import org.allmende.ledger.port.Batch;
import org.allmende.ledger.port.BatchAnswer;
import org.allmende.ledger.port.CheckpointsAnswer;
import org.allmende.ledger.port.DelegationsAnswer;
import org.allmende.ledger.port.DigestAnswer;
import org.allmende.ledger.port.NodeStatus;
import org.allmende.ledger.port.NodeUsageAnswer;
import org.allmende.ledger.port.TokenAnswer;
import org.allmende.ledger.port.TokensAnswer;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.transaction.SignedTransaction;

/** Every path of a gateway: what it takes, what it shows and who answers. */
final class RouteTable {
    private RouteTable() {}

    static List<Route> of(
            Dashboard dashboard,
            NodePaths node,
            TokenPaths tokens,
            CheckpointPaths checkpoints,
            TransactionPaths transactions,
            KeyspacePaths keyspaces,
            EventsPath events) {
        return List.of(
                get("/", node::front).toEveryOrigin(),
                get("/dashboard/{file}", dashboard::file).toEveryOrigin(),
                get("/health", node::health).toEveryOrigin(),
                get("/metrics", node::metrics).toEveryOrigin(),
                get("/v1/status", node::status)
                        .showing(NodeStatus.class)
                        .toEveryOrigin(),
                get("/v1/pulse", node::pulse).toEveryOrigin(),
                get("/v1/openapi.json", node::openApi).toEveryOrigin(),
                get("/v1/network", node::network).toEveryOrigin(),
                get("/v1/state/digest", node::digest)
                        .showing(DigestAnswer.class)
                        .toEveryOrigin(),
                get("/v1/accounts", node::accounts).with("after", "limit", "consistency")
                        .showing(AccountsAnswer.class)
                        .toEveryOrigin(),
                get("/v1/accounts/{id}", node::account).with("consistency")
                        .showing(AccountAnswer.class)
                        .toEveryOrigin(),
                get("/v1/accounts/{id}/delegations", node::delegations)
                        .with("after", "limit", "consistency")
                        .showing(DelegationsAnswer.class)
                        .toEveryOrigin(),
                get("/v1/accounts/{id}/balances", tokens::balances)
                        .with("after", "limit", "consistency")
                        .showing(BalancesAnswer.class)
                        .toEveryOrigin(),
                get("/v1/tokens", tokens::tokens).with("after", "limit", "consistency")
                        .showing(TokensAnswer.class)
                        .toEveryOrigin(),
                get("/v1/tokens/{id}", tokens::token).with("consistency")
                        .showing(TokenAnswer.class)
                        .toEveryOrigin(),
                get("/v1/usage", node::nodeUsage).with("consistency")
                        .showing(NodeUsageAnswer.class)
                        .toEveryOrigin(),
                get("/v1/checkpoints", checkpoints::checkpoints)
                        .with("consistency")
                        .showing(CheckpointsAnswer.class)
                        .toEveryOrigin(),
                get("/v1/checkpoints/{height}/file", checkpoints::file).toEveryOrigin(),
                post("/v1/transactions", SignedTransaction.class, transactions::submit)
                        .with("waitMillis", "results")
                        .toEveryOrigin(),
                post("/v1/transactions/batch", Batch.class, transactions::batch)
                        .with("waitMillis")
                        .showing(BatchAnswer.class)
                        .toEveryOrigin(),
                post("/v1/transactions/decode", SignedTransaction.class, transactions::decode)
                        .toEveryOrigin(),
                get("/v1/receipts/{id}", transactions::receipt).with("waitMillis")
                        .showing(Answer.class)
                        .toEveryOrigin(),
                get("/v1/keyspaces", keyspaces::keyspaces).with("consistency")
                        .showing(KeyspacesAnswer.class)
                        .toEveryOrigin(),
                get("/v1/keyspaces/{name}", keyspaces::keyspace).with("consistency")
                        .showing(KeyspaceAnswer.class)
                        .toEveryOrigin(),
                get("/v1/keyspaces/{name}/range", keyspaces::range)
                        .with(
                                "key", "rangeEnd", "limit", "revision", "sortOrder", "sortTarget", "keysOnly",
                                "countOnly", "minModRevision", "maxModRevision", "minCreateRevision",
                                "maxCreateRevision", "consistency")
                        .showing(RangeAnswer.class)
                        .toEveryOrigin(),
                get("/v1/keyspaces/{name}/watch", keyspaces::watch)
                        .with("key", "rangeEnd", "startRevision", "prevKv", "as", "lastEventId")
                        .toEveryOrigin(),
                get("/v1/events", events::events).with("from", "as", "lastEventId").toEveryOrigin());
    }
}

package org.allmende.gateway.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.port.AccountAnswer;
import org.allmende.ledger.port.AccountsAnswer;
import org.allmende.ledger.port.DelegationsAnswer;
import org.allmende.ledger.port.DigestAnswer;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.port.NodeStatus;
import org.allmende.ledger.port.NodeUsageAnswer;
import org.allmende.ledger.table.View;
import org.jspecify.annotations.Nullable;

/** What a node says of itself, of its network, and of accounts. */
final class NodePaths {
    /** Of one page, unless asked otherwise. */
    private static final int ACCOUNTS = 100;

    private final LedgerPort port;
    private final Accounts accounts;
    private final Formats formats;
    private final Reads reads;
    private final HttpMetrics metrics;
    private final Dashboard dashboard;
    private final Object digesting = new Object();
    private @Nullable DigestAnswer lastDigest;
    private volatile Bytes openApi = Bytes.EMPTY;

    NodePaths(LedgerPort port, Formats formats, Reads reads, HttpMetrics metrics, Dashboard dashboard) {
        this.dashboard = dashboard;
        this.port = port;
        this.accounts = port.applications().stream()
                .filter(Accounts.class::isInstance)
                .map(Accounts.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the ledger's accounts are not among the port's"));
        this.formats = formats;
        this.reads = reads;
        this.metrics = metrics;
    }

    Reply status(Call call) {
        return formats.answer(call, 200, port.status(), NodeStatus.class);
    }

    /** Given once, before anybody can ask. */
    void describe(Bytes document) {
        openApi = document;
    }

    /** Every path and what it answers, in OpenAPI 3.1. */
    Reply openApi(Call call) {
        return formats.json(200, openApi);
    }

    /** What the JSON of a genesis has beside it. */
    record Named(NetworkId id) {}

    /** The genesis; in JSON with the network's id before it, in Borsh its own bytes, of which that is the hash. */
    Reply network(Call call) {
        Genesis genesis = port.genesis();
        return formats.answer(call, 200, genesis, Genesis.class, Map.of("id", genesis.networkId()));
    }

    /** One at a time, and once for a height: it walks the whole state, and anybody may ask. */
    Reply digest(Call call) {
        DigestAnswer answer;
        synchronized (digesting) {
            View view = reads.local();
            if (lastDigest == null || lastDigest.height() != view.height()) {
                lastDigest = new DigestAnswer(view.height(), port.digest(view));
            }
            answer = lastDigest;
        }
        return formats.answer(call, 200, answer, DigestAnswer.class);
    }

    Reply account(Call call) throws InterruptedException {
        AccountId id = accountId(call.place("id"));
        View view = reads.view(call);
        AccountAnswer account = port.account(view, id)
                .orElseThrow(() -> new RefusedException(
                        Problem.of(Refusal.NO_SUCH_ACCOUNT, "no account " + id + " as of height " + view.height())
                                .withMember("height", view.height())));
        return formats.answer(call, 200, account, AccountAnswer.class);
    }

    Reply accounts(Call call) throws InterruptedException {
        Optional<AccountId> after = after(call);
        int limit = (int) call.number("limit", ACCOUNTS, 1, AccountsAnswer.ACCOUNTS_MAX);
        View view = reads.view(call);
        List<Accounts.Listed> found = accounts.accounts(view, after, limit + 1);
        boolean more = found.size() > limit;
        return formats.answer(
                call,
                200,
                new AccountsAnswer(view.height(), more ? found.subList(0, limit) : found, more),
                AccountsAnswer.class);
    }

    Reply delegations(Call call) throws InterruptedException {
        AccountId id = accountId(call.place("id"));
        Optional<AccountId> after = after(call);
        int limit = (int) call.number("limit", ACCOUNTS, 1, DelegationsAnswer.LIMIT_MAX);
        View view = reads.view(call);
        Accounts.GivenPage page = accounts.given(view, id, after, limit);
        return formats.answer(
                call,
                200,
                new DelegationsAnswer(view.height(), id, page.given(), page.more()),
                DelegationsAnswer.class);
    }

    private static Optional<AccountId> after(Call call) {
        return call.parameter("after").map(NodePaths::accountId);
    }

    static AccountId accountId(String text) {
        try {
            return AccountId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Call.badParameter("'" + text + "' is no account id: it has 64 hexadecimal digits");
        }
    }

    Reply nodeUsage(Call call) throws InterruptedException {
        View view = reads.view(call);
        return formats.answer(
                call, 200, new NodeUsageAnswer(view.height(), port.nodeUsage(view)), NodeUsageAnswer.class);
    }

    /** What changes from second to second, in one small answer, for who looks on. */
    Reply pulse(Call call) {
        return formats.json(200, formats.json().bytes(Pulse.of(port)));
    }

    /** For load balancers and people: 200 while the node takes part in ordering, 503 otherwise. */
    Reply health(Call call) {
        HealthAnswer answer = HealthAnswer.of(port);
        return formats.json(answer.state() == Health.State.ORDERING ? 200 : 503, formats.json().bytes(answer));
    }

    Reply metrics(Call call) {
        return new Reply.Whole(200, HttpMetrics.CONTENT_TYPE, metrics.text());
    }

    Reply front(Call call) {
        Bytes page = dashboard.page(port.status().card().name(), port.genesis());
        return new Reply.Whole(200, "text/html; charset=utf-8", page, Dashboard.headers(port.genesis()));
    }
}

package org.allmende.gateway.http;

import java.util.List;
import java.util.Optional;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.BalancesAnswer;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.port.TokenAnswer;
import org.allmende.ledger.port.TokensAnswer;
import org.allmende.ledger.table.View;
import org.allmende.ledger.token.Token;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.Tokens;

/** Queries of tokens, and of what accounts hold. */
final class TokenPaths {
    private static final int TOKENS = 100;

    private final Tokens tokens;
    private final Formats formats;
    private final Reads reads;

    TokenPaths(LedgerPort port, Formats formats, Reads reads) {
        this.tokens = port.applications().stream()
                .filter(Tokens.class::isInstance)
                .map(Tokens.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the ledger's tokens are not among the port's"));
        this.formats = formats;
        this.reads = reads;
    }

    Reply tokens(Call call) throws InterruptedException {
        Optional<TokenId> from = after(call);
        int limit = limit(call);
        View view = reads.view(call);
        List<Tokens.Listed> found = tokens.tokens(view, from, limit + 1);
        boolean more = found.size() > limit;
        return formats.answer(
                call,
                200,
                new TokensAnswer(view.height(), more ? found.subList(0, limit) : found, more),
                TokensAnswer.class);
    }

    Reply token(Call call) throws InterruptedException {
        TokenId id = tokenId(call.place("id"));
        View view = reads.view(call);
        Token token = tokens.token(view, id)
                .orElseThrow(() -> new RefusedException(
                        Problem.of(Refusal.NO_SUCH_TOKEN, "no token " + id + " as of height " + view.height())
                                .withMember("height", view.height())));
        return formats.answer(call, 200, new TokenAnswer(view.height(), id, token), TokenAnswer.class);
    }

    Reply balances(Call call) throws InterruptedException {
        AccountId account = NodePaths.accountId(call.place("id"));
        Optional<TokenId> from = after(call);
        int limit = limit(call);
        View view = reads.view(call);
        List<Tokens.Balance> found = tokens.balances(view, account, from, limit + 1);
        boolean more = found.size() > limit;
        return formats.answer(
                call,
                200,
                new BalancesAnswer(view.height(), account, more ? found.subList(0, limit) : found, more),
                BalancesAnswer.class);
    }

    private static int limit(Call call) {
        return (int) call.number("limit", TOKENS, 1, TokensAnswer.TOKENS_MAX);
    }

    /** The first id after the one named: one more in its last byte, carried. Empty: from the first on. */
    private static Optional<TokenId> after(Call call) {
        return call.parameter("after").map(TokenPaths::tokenId).map(id -> {
            byte[] next = id.value().toArray();
            int at = next.length - 1;
            while (at >= 0 && ++next[at] == 0) {
                at--;
            }
            if (at < 0) {
                throw Call.badParameter("there is no token id after " + id);
            }
            return new TokenId(Bytes.wrap(next));
        });
    }

    private static TokenId tokenId(String text) {
        try {
            return TokenId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Call.badParameter("'" + text + "' is no token id: it has 64 hexadecimal digits");
        }
    }
}

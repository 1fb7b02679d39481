package org.allmende.simulation;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allmende.ledger.Context;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.Result;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.table.View;
import org.allmende.ledger.token.Token;
import org.allmende.ledger.token.TokenEvent;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.TokenOperation;
import org.allmende.ledger.token.TokenOperation.Burn;
import org.allmende.ledger.token.TokenOperation.ChangeIssuer;
import org.allmende.ledger.token.TokenOperation.Create;
import org.allmende.ledger.token.TokenOperation.Mint;
import org.allmende.ledger.token.TokenOperation.Transfer;
import org.allmende.ledger.token.TokenReason;
import org.allmende.ledger.token.TokenResult;
import org.allmende.ledger.transaction.Operation;

/** What should become of tokens: books in whole numbers without a bound, in which a supply is never kept but summed. */
final class TokensExpectation implements Expectation {
    private static final int TAG = 2;
    private static final String SYMBOL = "[A-Za-z0-9][A-Za-z0-9.-]{0,15}";
    private static final int DECIMALS_MAX = 36;

    private final Map<TokenId, Kind> tokens = new TreeMap<>();
    private final Map<TokenId, TreeMap<AccountId, BigInteger>> books = new TreeMap<>();

    private record Kind(
            String symbol, int decimals, AccountId creator, Optional<AccountId> issuer, BigInteger supplyMax) {}

    /** Not to be done. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final TokenReason reason;

        Refusal(TokenReason reason) {
            super(reason.name(), null, false, false);
            this.reason = reason;
        }
    }

    private static void refuseIf(boolean wrong, TokenReason reason) {
        if (wrong) {
            throw new Refusal(reason);
        }
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public boolean isMine(Operation operation) {
        return operation instanceof TokenOperation;
    }

    @Override
    public Outcome apply(Operation operation, Context context) {
        try {
            return Outcome.applied(done((TokenOperation) operation, context));
        } catch (Refusal refusal) {
            return Outcome.refused(refusal.reason);
        }
    }

    private Result done(TokenOperation operation, Context context) {
        return switch (operation) {
            case Create create -> create(create, context);
            case Mint(TokenId token, AccountId to, Uint256 amount) -> mint(token, to, amount, context);
            case Burn(TokenId token, Optional<AccountId> from, Uint256 amount) ->
                burn(token, from.orElse(context.caller()), amount, context);
            case Transfer(TokenId token, Optional<AccountId> from, AccountId to, Uint256 amount) ->
                transfer(token, from.orElse(context.caller()), to, amount, context);
            case ChangeIssuer(TokenId token, Optional<AccountId> issuer) -> changeIssuer(token, issuer, context);
        };
    }

    private Result create(Create create, Context context) {
        refuseIf(!create.symbol().matches(SYMBOL), TokenReason.BAD_SYMBOL);
        refuseIf(create.decimals() < 0 || create.decimals() > DECIMALS_MAX, TokenReason.BAD_DECIMALS);
        refuseIf(create.supplyMax().isZero(), TokenReason.NO_AMOUNT);
        AccountId creator = context.caller();
        TokenId id = TokenId.of(creator, create.symbol());
        refuseIf(tokens.containsKey(id), TokenReason.TOKEN_EXISTS);
        refuseIf(!context.own(creator, 1), TokenReason.OVER_QUOTA);
        BigInteger supplyMax = create.supplyMax().toBigInteger();
        tokens.put(id, new Kind(create.symbol(), create.decimals(), creator, Optional.of(creator), supplyMax));
        books.put(id, new TreeMap<>());
        context.emit(new TokenEvent.Created(id, creator));
        return new TokenResult.Created(id);
    }

    private Result mint(TokenId token, AccountId to, Uint256 amount, Context context) {
        Kind kind = known(token, amount);
        refuseIf(!context.isOpen(to), TokenReason.ACCOUNT_UNKNOWN);
        refuseIf(kind.issuer.isEmpty(), TokenReason.NOT_ALLOWED);
        refuseUnlessActing(kind.issuer.orElseThrow(), token, amount, context);
        refuseIf(supply(token).add(amount.toBigInteger()).compareTo(kind.supplyMax) > 0, TokenReason.OVER_SUPPLY);
        context.emit(new TokenEvent.Minted(token, to, amount));
        return new TokenResult.Moved(book(token, to, amount.toBigInteger()));
    }

    private Result burn(TokenId token, AccountId from, Uint256 amount, Context context) {
        known(token, amount);
        refuseUnlessActing(from, token, amount, context);
        refuseIf(held(token, from).compareTo(amount.toBigInteger()) < 0, TokenReason.NOT_ENOUGH);
        context.emit(new TokenEvent.Burned(token, from, amount));
        return new TokenResult.Moved(book(token, from, amount.toBigInteger().negate()));
    }

    /** The answer says what the giver holds when all is done. */
    private Result transfer(TokenId token, AccountId from, AccountId to, Uint256 amount, Context context) {
        known(token, amount);
        refuseIf(!context.isOpen(to), TokenReason.ACCOUNT_UNKNOWN);
        refuseUnlessActing(from, token, amount, context);
        refuseIf(held(token, from).compareTo(amount.toBigInteger()) < 0, TokenReason.NOT_ENOUGH);
        book(token, from, amount.toBigInteger().negate());
        book(token, to, amount.toBigInteger());
        context.emit(new TokenEvent.Transferred(token, from, to, amount));
        return new TokenResult.Moved(Uint256.of(held(token, from)));
    }

    private Result changeIssuer(TokenId token, Optional<AccountId> issuer, Context context) {
        Kind kind = known(token, Uint256.ONE);
        refuseIf(issuer.isPresent() && !context.isOpen(issuer.get()), TokenReason.ACCOUNT_UNKNOWN);
        refuseIf(!kind.issuer.equals(Optional.of(context.caller())), TokenReason.NOT_ALLOWED);
        tokens.put(token, new Kind(kind.symbol, kind.decimals, kind.creator, issuer, kind.supplyMax));
        context.emit(new TokenEvent.IssuerChanged(token, issuer));
        return new TokenResult.Done();
    }

    private Kind known(TokenId token, Uint256 amount) {
        refuseIf(amount.isZero(), TokenReason.NO_AMOUNT);
        Kind kind = tokens.get(token);
        if (kind == null) {
            throw new Refusal(TokenReason.TOKEN_UNKNOWN);
        }
        return kind;
    }

    private static void refuseUnlessActing(AccountId account, TokenId token, Uint256 amount, Context context) {
        refuseIf(!context.actsFor(account, new Scope(TAG, token.value()), amount), TokenReason.NOT_ALLOWED);
    }

    private Map<AccountId, BigInteger> book(TokenId token) {
        return books.getOrDefault(token, new TreeMap<>());
    }

    private BigInteger held(TokenId token, AccountId account) {
        return book(token).getOrDefault(account, BigInteger.ZERO);
    }

    private BigInteger supply(TokenId token) {
        return book(token).values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** @return what the account holds then */
    private Uint256 book(TokenId token, AccountId account, BigInteger more) {
        BigInteger after = held(token, account).add(more);
        book(token).put(account, after);
        return Uint256.of(after);
    }

    @Override
    public TokensExpectation copy() {
        TokensExpectation copy = new TokensExpectation();
        copy.tokens.putAll(tokens);
        books.forEach((token, book) -> copy.books.put(token, new TreeMap<>(book)));
        return copy;
    }

    @Override
    public Optional<String> difference(Ledger ledger, View view) {
        long holdings = 0;
        for (Map.Entry<TokenId, Kind> each : tokens.entrySet()) {
            TokenId id = each.getKey();
            Kind kind = each.getValue();
            Token expected = new Token(
                    kind.symbol,
                    kind.decimals,
                    kind.creator,
                    kind.issuer,
                    Uint256.of(supply(id)),
                    Uint256.of(kind.supplyMax));
            Optional<Token> found = ledger.tokens().token(view, id);
            if (!found.equals(Optional.of(expected))) {
                return Optional.of("token " + id + " is " + found + " and should be " + expected);
            }
            for (Map.Entry<AccountId, BigInteger> held : book(id).entrySet()) {
                Uint256 balance = ledger.tokens().balance(view, held.getKey(), id);
                if (!balance.toBigInteger().equals(held.getValue())) {
                    return Optional.of("what " + held.getKey() + " holds of token " + id + " is " + balance
                            + " and should be " + held.getValue());
                }
                holdings += held.getValue().signum();
            }
        }
        return Rows.difference(
                ledger, view, List.of(new Rows("tokens.tokens", tokens.size()), new Rows("tokens.balances", holdings)));
    }
}

package org.allmende.ledger.token;

import static org.allmende.ledger.Outcome.applied;
import static org.allmende.ledger.Outcome.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Application;
import org.allmende.ledger.Context;
import org.allmende.ledger.Limits;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.OrderedKeys;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;
import org.allmende.ledger.transaction.Operation;

/** Tokens and who holds how much of them. A balance of nothing has no row. */
public final class Tokens implements Application {
    /** The tag of its operations, and of the scopes that delegate parts of it. */
    public static final int TAG = 2;

    private final Table<TokenId, Token> tokens;
    private final Table<Holding, Uint256> balances;

    public Tokens(Tables tables) {
        this.tokens = tables.declare(
                TAG, 0, "tokens", OrderedKeys.of(TokenId.class), Schema.standard().codec(Token.class));
        this.balances = tables.declare(
                TAG, 1, "balances", OrderedKeys.of(Holding.class), Schema.standard().codec(Uint256.class));
    }

    /** What an account holds of a token. */
    record Holding(AccountId holder, TokenId token) {}

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public String name() {
        return "tokens";
    }

    @Override
    public Class<TokenOperation> operations() {
        return TokenOperation.class;
    }

    @Override
    public Class<TokenEvent> events() {
        return TokenEvent.class;
    }

    @Override
    public Class<TokenResult> results() {
        return TokenResult.class;
    }

    @Override
    public List<TokenReason> reasons() {
        return List.of(TokenReason.values());
    }

    /** A network begins without tokens. */
    @Override
    public void begin(Genesis genesis, Context context) {}

    @Override
    public Outcome apply(Operation operation, Context context) {
        return switch ((TokenOperation) operation) {
            case TokenOperation.Create create -> create(create, context);
            case TokenOperation.Mint mint -> mint(mint, context);
            case TokenOperation.Burn burn -> burn(burn, context);
            case TokenOperation.Transfer transfer -> transfer(transfer, context);
            case TokenOperation.ChangeIssuer change -> changeIssuer(change, context);
        };
    }

    private Outcome create(TokenOperation.Create create, Context context) {
        if (!isSymbol(create.symbol())) {
            return refused(TokenReason.BAD_SYMBOL);
        }
        if (create.decimals() < 0 || create.decimals() > Limits.TOKEN_DECIMALS_MAX) {
            return refused(TokenReason.BAD_DECIMALS);
        }
        if (create.supplyMax().isZero()) {
            return refused(TokenReason.NO_AMOUNT);
        }
        AccountId creator = context.caller();
        TokenId id = TokenId.of(creator, create.symbol());
        if (tokens.get(id).isPresent()) {
            return refused(TokenReason.TOKEN_EXISTS);
        }
        if (!context.own(creator, 1)) {
            return refused(TokenReason.OVER_QUOTA);
        }
        tokens.put(
                id,
                new Token(
                        create.symbol(),
                        create.decimals(),
                        creator,
                        Optional.of(creator),
                        Uint256.ZERO,
                        create.supplyMax()));
        context.emit(new TokenEvent.Created(id, creator));
        return applied(new TokenResult.Created(id));
    }

    private Outcome mint(TokenOperation.Mint mint, Context context) {
        if (mint.amount().isZero()) {
            return refused(TokenReason.NO_AMOUNT);
        }
        Optional<Token> found = tokens.get(mint.token());
        if (found.isEmpty()) {
            return refused(TokenReason.TOKEN_UNKNOWN);
        }
        if (!context.isOpen(mint.to())) {
            return refused(TokenReason.ACCOUNT_UNKNOWN);
        }
        Token token = found.get();
        if (token.issuer().isEmpty() || !actsFor(token.issuer().get(), mint.token(), mint.amount(), context)) {
            return refused(TokenReason.NOT_ALLOWED);
        }
        if (token.supply().exceedsWith(mint.amount())
                || token.supply().plus(mint.amount()).compareTo(token.supplyMax()) > 0) {
            return refused(TokenReason.OVER_SUPPLY);
        }
        tokens.put(mint.token(), token.withSupply(token.supply().plus(mint.amount())));
        Uint256 balance = credit(mint.to(), mint.token(), mint.amount());
        context.emit(new TokenEvent.Minted(mint.token(), mint.to(), mint.amount()));
        return applied(new TokenResult.Moved(balance));
    }

    private Outcome burn(TokenOperation.Burn burn, Context context) {
        if (burn.amount().isZero()) {
            return refused(TokenReason.NO_AMOUNT);
        }
        Optional<Token> found = tokens.get(burn.token());
        if (found.isEmpty()) {
            return refused(TokenReason.TOKEN_UNKNOWN);
        }
        AccountId from = burn.from().orElseGet(context::caller);
        if (!actsFor(from, burn.token(), burn.amount(), context)) {
            return refused(TokenReason.NOT_ALLOWED);
        }
        Holding holding = new Holding(from, burn.token());
        Uint256 before = balance(holding);
        if (before.compareTo(burn.amount()) < 0) {
            return refused(TokenReason.NOT_ENOUGH);
        }
        Uint256 balance = before.minus(burn.amount());
        put(holding, balance);
        Token token = found.get();
        tokens.put(burn.token(), token.withSupply(token.supply().minus(burn.amount())));
        context.emit(new TokenEvent.Burned(burn.token(), from, burn.amount()));
        return applied(new TokenResult.Moved(balance));
    }

    private Outcome transfer(TokenOperation.Transfer transfer, Context context) {
        if (transfer.amount().isZero()) {
            return refused(TokenReason.NO_AMOUNT);
        }
        if (tokens.get(transfer.token()).isEmpty()) {
            return refused(TokenReason.TOKEN_UNKNOWN);
        }
        if (!context.isOpen(transfer.to())) {
            return refused(TokenReason.ACCOUNT_UNKNOWN);
        }
        AccountId from = transfer.from().orElseGet(context::caller);
        if (!actsFor(from, transfer.token(), transfer.amount(), context)) {
            return refused(TokenReason.NOT_ALLOWED);
        }
        Holding debited = new Holding(from, transfer.token());
        Uint256 before = balance(debited);
        if (before.compareTo(transfer.amount()) < 0) {
            return refused(TokenReason.NOT_ENOUGH);
        }
        Uint256 left = before.minus(transfer.amount());
        put(debited, left);
        // Read after the debit, so that a transfer to oneself changes nothing.
        Uint256 credited = credit(transfer.to(), transfer.token(), transfer.amount());
        context.emit(new TokenEvent.Transferred(transfer.token(), from, transfer.to(), transfer.amount()));
        return applied(new TokenResult.Moved(from.equals(transfer.to()) ? credited : left));
    }

    private Outcome changeIssuer(TokenOperation.ChangeIssuer change, Context context) {
        Optional<Token> found = tokens.get(change.token());
        if (found.isEmpty()) {
            return refused(TokenReason.TOKEN_UNKNOWN);
        }
        if (change.issuer().isPresent() && !context.isOpen(change.issuer().get())) {
            return refused(TokenReason.ACCOUNT_UNKNOWN);
        }
        // What outlasts a delegation is not left to a delegate.
        if (!found.get().issuer().equals(Optional.of(context.caller()))) {
            return refused(TokenReason.NOT_ALLOWED);
        }
        tokens.put(change.token(), found.get().withIssuer(change.issuer()));
        context.emit(new TokenEvent.IssuerChanged(change.token(), change.issuer()));
        return applied(new TokenResult.Done());
    }

    /** How long it may be its encoding says. */
    private static boolean isSymbol(String symbol) {
        return !symbol.isEmpty()
                && isLetterOrDigit(symbol.charAt(0))
                && symbol.chars().allMatch(c -> isLetterOrDigit(c) || c == '.' || c == '-');
    }

    private static boolean isLetterOrDigit(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static boolean actsFor(AccountId account, TokenId token, Uint256 amount, Context context) {
        return context.actsFor(account, new Scope(TAG, token.value()), amount);
    }

    private Uint256 balance(Holding holding) {
        return balances.get(holding).orElse(Uint256.ZERO);
    }

    /** No sum of balances exceeds the supply, so none can overflow. @return the balance after */
    private Uint256 credit(AccountId account, TokenId token, Uint256 amount) {
        Holding credited = new Holding(account, token);
        Uint256 after = balance(credited).plus(amount);
        put(credited, after);
        return after;
    }

    private void put(Holding holding, Uint256 balance) {
        if (balance.isZero()) {
            balances.remove(holding);
        } else {
            balances.put(holding, balance);
        }
    }

    /** A token as of a view. Any thread. */
    public Optional<Token> token(View view, TokenId id) {
        return view.of(tokens).get(id);
    }

    /** Tokens by id from {@code from} on, at most {@code limit}. Any thread. */
    public List<Listed> tokens(View view, Optional<TokenId> from, int limit) {
        List<Listed> listed = new ArrayList<>();
        view.of(tokens).ascend(from.orElse(null), null, (id, token) -> {
            listed.add(new Listed(id, token));
            return listed.size() < limit;
        });
        return listed;
    }

    /** A token and its id. */
    public record Listed(TokenId id, Token token) {}

    /** What an account holds of a token as of a view. Any thread. */
    public Uint256 balance(View view, AccountId account, TokenId token) {
        return view.of(balances).get(new Holding(account, token)).orElse(Uint256.ZERO);
    }

    /** What an account holds, by token from {@code from} on, at most {@code limit}. Any thread. */
    public List<Balance> balances(View view, AccountId account, Optional<TokenId> from, int limit) {
        List<Balance> held = new ArrayList<>();
        view.of(balances).ascend(new Holding(account, from.orElse(TokenId.LOWEST)), null, (holding, amount) -> {
            boolean own = holding.holder().equals(account) && held.size() < limit;
            return own && held.add(new Balance(holding.token(), amount));
        });
        return held;
    }

    /** What somebody holds of a token, at least 1. */
    public record Balance(TokenId token, Uint256 amount) {}
}

package org.allmende.ledger.token;

import static org.allmende.ledger.Bench.GATEWAY;
import static org.allmende.ledger.Bench.OPERATOR;
import static org.allmende.ledger.Bench.OWNER;
import static org.allmende.ledger.Bench.START;
import static org.allmende.ledger.Bench.account;
import static org.allmende.ledger.Bench.group;
import static org.allmende.ledger.Bench.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Bench;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.LedgerOperation.Delegate;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.token.TokenOperation.Burn;
import org.allmende.ledger.token.TokenOperation.ChangeIssuer;
import org.allmende.ledger.token.TokenOperation.Create;
import org.allmende.ledger.token.TokenOperation.Mint;
import org.allmende.ledger.token.TokenOperation.Transfer;
import org.allmende.ledger.transaction.Operation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final TokenId COIN = TokenId.of(account(OWNER), "COIN");
    private static final AccountId STRANGER = account(secret("stranger"));
    private static final Optional<AccountId> MINE = Optional.empty();

    private final Bench bench = new Bench();

    @BeforeEach
    void create() {
        assertApplied(OWNER, new Create("COIN", 2, amount(1_000)));
    }

    @Test
    void mintedUnitsAreTheSupplyAndTheBalance() {
        assertThat(apply(OWNER, new Mint(COIN, account(GATEWAY), amount(70))))
                .isEqualTo(moved(70));

        assertThat(token().supply()).isEqualTo(amount(70));
        assertThat(balance(GATEWAY)).isEqualTo(amount(70));
        assertThat(events()).containsExactly(new TokenEvent.Minted(COIN, account(GATEWAY), amount(70)));
    }

    @Test
    void aTransferMovesUnitsAndTheSupplyStays() {
        apply(OWNER, new Mint(COIN, account(OWNER), amount(70)));
        assertThat(apply(OWNER, new Transfer(COIN, MINE, account(GATEWAY), amount(30)))).isEqualTo(moved(40));

        assertThat(balance(OWNER)).isEqualTo(amount(40));
        assertThat(balance(GATEWAY)).isEqualTo(amount(30));
        assertThat(token().supply()).isEqualTo(amount(70));
        assertThat(events())
                .containsExactly(new TokenEvent.Transferred(COIN, account(OWNER), account(GATEWAY), amount(30)));
    }

    @Test
    void aTransferToOneselfChangesNothing() {
        apply(OWNER, new Mint(COIN, account(OWNER), amount(70)));
        assertThat(apply(OWNER, new Transfer(COIN, MINE, account(OWNER), amount(30)))).isEqualTo(moved(70));
        assertThat(apply(OWNER, new Transfer(COIN, MINE, account(OWNER), amount(70)))).isEqualTo(moved(70));
        assertThat(balance(OWNER)).isEqualTo(amount(70));
        assertRefused(TokenReason.NOT_ENOUGH, OWNER, new Transfer(COIN, MINE, account(OWNER), amount(71)));
    }

    @Test
    void burnedUnitsAreGoneAndAnEmptyBalanceHasNoRow() {
        apply(OWNER, new Mint(COIN, account(OWNER), amount(70)));
        assertThat(apply(OWNER, new Burn(COIN, MINE, amount(70)))).isEqualTo(moved(0));

        assertThat(token().supply()).isEqualTo(Uint256.ZERO);
        assertThat(bench.ledger.rows(bench.ledger.view())).containsEntry("tokens.balances", 0L);
        assertThat(bench.ledger.tokens().balances(bench.ledger.view(), account(OWNER), Optional.empty(), 10))
                .isEmpty();
    }

    @Test
    void creatingIsRefusedInThisOrder() {
        assertRefused(TokenReason.BAD_SYMBOL, OWNER, new Create("", 37, Uint256.ZERO));
        assertRefused(TokenReason.BAD_SYMBOL, OWNER, new Create("-A", 0, amount(1)));
        assertRefused(TokenReason.BAD_SYMBOL, OWNER, new Create("A B", 0, amount(1)));
        assertRefused(TokenReason.BAD_SYMBOL, OWNER, new Create("Ä", 0, amount(1)));
        assertRefused(TokenReason.BAD_DECIMALS, OWNER, new Create("COIN", 37, Uint256.ZERO));
        assertRefused(TokenReason.BAD_DECIMALS, OWNER, new Create("COIN", -1, Uint256.ZERO));
        assertRefused(TokenReason.NO_AMOUNT, OWNER, new Create("COIN", 36, Uint256.ZERO));
        assertRefused(TokenReason.TOKEN_EXISTS, OWNER, new Create("COIN", 36, amount(1)));
        assertApplied(OWNER, new Create("A234567890123456", 36, amount(1)));
        assertApplied(GATEWAY, new Create("COIN", 0, Uint256.MAX));
    }

    @Test
    void aSymbolOfMoreBytesCannotBeWrittenDown() {
        Codec<TokenOperation> codec = Schema.standard().codec(TokenOperation.class);
        String longest = "A".repeat(Limits.TOKEN_SYMBOL_BYTES_MAX);
        Bytes most = codec.encode(new Create(longest, 0, amount(1)));

        assertThat(codec.decodeTrusted(most)).isEqualTo(new Create(longest, 0, amount(1)));
        assertThatThrownBy(() -> codec.encode(new Create(longest + "A", 0, amount(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Create.symbol holds 17");
        // The tag, then the length, little-endian.
        Bytes tooLong = Bytes.hex("00 11000000 41".replace(" ", "")).concat(most.slice(5, most.length()));
        assertThatThrownBy(() -> codec.decode(tooLong))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("Create.symbol holds 17");
    }

    @Test
    void aCreatorOwnsNoMoreTokensThanItsQuotaAllows() {
        Bytes poor = secret("poor");
        apply(OPERATOR, OpenAccount.ofKey(Ed25519.publicKey(poor), new Quota(0, 2, 1_000, 1_000_000)));
        assertApplied(poor, new Create("ONE", 0, amount(1)));
        assertApplied(poor, new Create("TWO", 0, amount(1)));
        assertRefused(TokenReason.OVER_QUOTA, poor, new Create("THREE", 0, amount(1)));
    }

    @Test
    void mintingIsRefusedInThisOrder() {
        TokenId none = TokenId.of(account(OWNER), "NONE");
        assertRefused(TokenReason.NO_AMOUNT, GATEWAY, new Mint(none, STRANGER, Uint256.ZERO));
        assertRefused(TokenReason.TOKEN_UNKNOWN, GATEWAY, new Mint(none, STRANGER, amount(1)));
        assertRefused(TokenReason.ACCOUNT_UNKNOWN, GATEWAY, new Mint(COIN, STRANGER, amount(1)));
        assertRefused(TokenReason.NOT_ALLOWED, GATEWAY, new Mint(COIN, account(GATEWAY), amount(1_001)));
        assertRefused(TokenReason.OVER_SUPPLY, OWNER, new Mint(COIN, account(GATEWAY), amount(1_001)));
        assertApplied(OWNER, new Mint(COIN, account(GATEWAY), amount(1_000)));
        assertRefused(TokenReason.OVER_SUPPLY, OWNER, new Mint(COIN, account(GATEWAY), amount(1)));
        assertRefused(TokenReason.OVER_SUPPLY, OWNER, new Mint(COIN, account(GATEWAY), Uint256.MAX));
    }

    @Test
    void transferringAndBurningAreRefusedInThisOrder() {
        TokenId none = TokenId.of(account(OWNER), "NONE");
        Optional<AccountId> owners = Optional.of(account(OWNER));
        assertRefused(TokenReason.NO_AMOUNT, GATEWAY, new Transfer(none, owners, STRANGER, Uint256.ZERO));
        assertRefused(TokenReason.TOKEN_UNKNOWN, GATEWAY, new Transfer(none, owners, STRANGER, amount(1)));
        assertRefused(TokenReason.ACCOUNT_UNKNOWN, GATEWAY, new Transfer(COIN, owners, STRANGER, amount(1)));
        assertRefused(TokenReason.NOT_ALLOWED, GATEWAY, new Transfer(COIN, owners, account(GATEWAY), amount(1)));
        assertRefused(TokenReason.NOT_ENOUGH, OWNER, new Transfer(COIN, owners, account(GATEWAY), amount(1)));

        assertRefused(TokenReason.NO_AMOUNT, GATEWAY, new Burn(none, owners, Uint256.ZERO));
        assertRefused(TokenReason.TOKEN_UNKNOWN, GATEWAY, new Burn(none, owners, amount(1)));
        assertRefused(TokenReason.NOT_ALLOWED, GATEWAY, new Burn(COIN, owners, amount(1)));
        assertRefused(TokenReason.NOT_ENOUGH, OWNER, new Burn(COIN, owners, amount(1)));
    }

    @Test
    void aDelegateSpendsUpToItsLimitAndARefusedGroupCostsNothing() {
        apply(OWNER, new Mint(COIN, account(OWNER), amount(100)));
        apply(OWNER, new Delegate(
                account(GATEWAY), new Scope(Tokens.TAG, COIN.value()), Optional.of(amount(50)), START + 60_000));
        Optional<AccountId> owners = Optional.of(account(OWNER));

        assertApplied(GATEWAY, new Transfer(COIN, owners, account(GATEWAY), amount(30)));
        assertRefused(TokenReason.NOT_ALLOWED, GATEWAY, new Transfer(COIN, owners, account(GATEWAY), amount(21)));
        // The first of the two would use the limit up, and is taken back with the second.
        bench.after(10, bench.sign(
                GATEWAY,
                bench.ledger.timeMillis() + 30_000,
                group(
                        new Transfer(COIN, owners, account(GATEWAY), amount(20)),
                        new Transfer(COIN, owners, account(GATEWAY), amount(1)))));
        assertApplied(GATEWAY, new Burn(COIN, owners, amount(20)));
        assertRefused(TokenReason.NOT_ALLOWED, GATEWAY, new Transfer(COIN, owners, account(GATEWAY), amount(1)));
        assertThat(balance(OWNER)).isEqualTo(amount(50));
        assertThat(balance(GATEWAY)).isEqualTo(amount(30));
    }

    @Test
    void aDelegateOfTheIssuerMintsButDoesNotHandTheIssueOver() {
        apply(OWNER, new Delegate(
                account(GATEWAY), new Scope(Tokens.TAG, COIN.value()), Optional.empty(), START + 60_000));

        assertApplied(GATEWAY, new Mint(COIN, account(GATEWAY), amount(1)));
        assertRefused(TokenReason.NOT_ALLOWED, GATEWAY, new ChangeIssuer(COIN, Optional.of(account(GATEWAY))));
    }

    @Test
    void whoEndsMintingEndsItForGood() {
        assertRefused(TokenReason.TOKEN_UNKNOWN, OWNER, new ChangeIssuer(
                TokenId.of(account(OWNER), "NONE"), Optional.of(STRANGER)));
        assertRefused(TokenReason.ACCOUNT_UNKNOWN, GATEWAY, new ChangeIssuer(COIN, Optional.of(STRANGER)));
        assertApplied(OWNER, new ChangeIssuer(COIN, Optional.of(account(GATEWAY))));
        assertRefused(TokenReason.NOT_ALLOWED, OWNER, new Mint(COIN, account(OWNER), amount(1)));
        assertApplied(GATEWAY, new ChangeIssuer(COIN, Optional.empty()));
        assertRefused(TokenReason.NOT_ALLOWED, GATEWAY, new Mint(COIN, account(OWNER), amount(1)));
        assertRefused(TokenReason.NOT_ALLOWED, OWNER, new ChangeIssuer(COIN, Optional.of(account(OWNER))));
    }

    private GroupOutcome apply(Bytes secret, Operation operation) {
        bench.after(10, bench.sign(secret, bench.ledger.timeMillis() + 30_000, group(operation)));
        return bench.last().settled().getFirst().receipt().outcomes().getFirst();
    }

    private void assertApplied(Bytes secret, Operation operation) {
        assertThat(apply(secret, operation)).isInstanceOf(GroupOutcome.Applied.class);
    }

    private void assertRefused(TokenReason reason, Bytes secret, Operation operation) {
        assertThat(apply(secret, operation)).isEqualTo(new GroupOutcome.Refused(0, Tokens.TAG, reason.code()));
    }

    private static GroupOutcome moved(long balance) {
        return new GroupOutcome.Applied(List.of(new TokenResult.Moved(amount(balance)).summary()));
    }

    private List<org.allmende.ledger.Event> events() {
        return bench.last().events().stream().map(placed -> placed.event()).toList();
    }

    private Token token() {
        return bench.ledger.tokens().token(bench.ledger.view(), COIN).orElseThrow();
    }

    private Uint256 balance(Bytes secret) {
        return bench.ledger.tokens().balance(bench.ledger.view(), account(secret), COIN);
    }

    private static Uint256 amount(long units) {
        return Uint256.of(units);
    }
}

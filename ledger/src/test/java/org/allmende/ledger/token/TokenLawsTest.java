package org.allmende.ledger.token;

import static org.allmende.ledger.Bench.account;
import static org.allmende.ledger.Bench.group;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allmende.ledger.Bench;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.allmende.ledger.table.View;
import org.allmende.ledger.token.TokenOperation.Burn;
import org.allmende.ledger.token.TokenOperation.Create;
import org.allmende.ledger.token.TokenOperation.Mint;
import org.allmende.ledger.token.TokenOperation.Transfer;
import org.allmende.ledger.transaction.Operation;

/** At every height the supply of each token is the sum of its balances, and all are what plain book-keeping says. */
class TokenLawsTest {
    private static final List<Bytes> HOLDERS = List.of(Bench.OPERATOR, Bench.GATEWAY, Bench.OWNER);
    private static final BigInteger OVER = BigInteger.ONE.shiftLeft(256);

    private final Bench bench = new Bench();
    private final Map<TokenId, BigInteger> supplies = new TreeMap<>();
    private final Map<String, BigInteger> books = new TreeMap<>();

    @Seeds(30)
    void theSupplyIsTheSumOfAllBalancesAtEveryHeight(Seed seed) {
        for (String symbol : List.of("A", "B")) {
            apply(Bench.OWNER, new Create(symbol, 0, Uint256.MAX));
            supplies.put(TokenId.of(account(Bench.OWNER), symbol), BigInteger.ZERO);
        }
        for (int step = 0; step < 60; step++) {
            Bytes caller = seed.pick(HOLDERS);
            TokenId token = seed.pick(List.copyOf(supplies.keySet()));
            AccountId to = account(seed.pick(HOLDERS));
            BigInteger amount = amount(seed, book(account(caller), token));
            Operation operation =
                    switch (seed.between(0, 3)) {
                        case 0 -> new Mint(token, to, Uint256.of(amount));
                        case 1 -> new Burn(token, Optional.empty(), Uint256.of(amount));
                        default -> new Transfer(token, Optional.empty(), to, Uint256.of(amount));
                    };
            boolean expected = keepBooks(caller, token, to, amount, operation);
            assertThat(apply(caller, operation)).as("%s by %s", operation, caller).isEqualTo(expected);
            compareBooks();
        }
    }

    /** Often just what the account holds, or one more, or so much that sums overflow. */
    private static BigInteger amount(Seed seed, BigInteger held) {
        BigInteger amount =
                switch (seed.between(0, 4)) {
                    case 0 -> held;
                    case 1 -> held.add(BigInteger.ONE);
                    case 2 -> new BigInteger(256, new java.util.Random(seed.nextLong()));
                    default -> BigInteger.valueOf(seed.between(0, 1_000));
                };
        return amount.compareTo(OVER) < 0 ? amount : BigInteger.ONE;
    }

    private boolean keepBooks(Bytes caller, TokenId token, AccountId to, BigInteger amount, Operation operation) {
        if (amount.signum() == 0) {
            return false;
        }
        AccountId from = account(caller);
        BigInteger supply = supplies.getOrDefault(token, BigInteger.ZERO);
        if (operation instanceof Mint) {
            if (!caller.equals(Bench.OWNER) || supply.add(amount).compareTo(OVER) >= 0) {
                return false;
            }
            supplies.put(token, supply.add(amount));
            books.merge(to + "/" + token, amount, BigInteger::add);
            return true;
        }
        if (book(from, token).compareTo(amount) < 0) {
            return false;
        }
        books.merge(from + "/" + token, amount.negate(), BigInteger::add);
        if (operation instanceof Transfer) {
            books.merge(to + "/" + token, amount, BigInteger::add);
        } else {
            supplies.put(token, supply.subtract(amount));
        }
        return true;
    }

    private BigInteger book(AccountId holder, TokenId token) {
        return books.getOrDefault(holder + "/" + token, BigInteger.ZERO);
    }

    private void compareBooks() {
        View view = bench.ledger.view();
        Tokens tokens = bench.ledger.tokens();
        supplies.forEach((token, supply) -> {
            BigInteger sum = BigInteger.ZERO;
            for (Bytes holder : HOLDERS) {
                BigInteger held = tokens.balance(view, account(holder), token).toBigInteger();
                assertThat(held).isEqualTo(book(account(holder), token));
                sum = sum.add(held);
            }
            assertThat(tokens.token(view, token).orElseThrow().supply().toBigInteger())
                    .isEqualTo(supply)
                    .isEqualTo(sum);
        });
    }

    private boolean apply(Bytes secret, Operation operation) {
        bench.after(10, bench.sign(secret, bench.ledger.timeMillis() + 30_000, group(operation)));
        return bench.last().settled().getFirst().receipt().outcomes().getFirst() instanceof GroupOutcome.Applied;
    }
}

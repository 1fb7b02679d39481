package org.allmende.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.account.Authority.OneKey;
import org.allmende.ledger.account.Authority.Threshold;
import org.allmende.ledger.account.LedgerOperation.Barrier;
import org.allmende.ledger.account.LedgerOperation.ChangeAuthority;
import org.allmende.ledger.account.LedgerOperation.ChangeQuota;
import org.allmende.ledger.account.LedgerOperation.Delegate;
import org.allmende.ledger.account.LedgerOperation.EndDelegation;
import org.allmende.ledger.account.LedgerOperation.EndDelegations;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.TokenOperation;
import org.allmende.ledger.token.Tokens;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;

/**
 * Adds, ends, opens, lends, pays and poses; now and then so much at once that windows and shares are full. Authorities
 * change all the while, so that many sign with keys that were right when they last looked.
 */
final class TallyWorkload implements Workload {
    private static final Bytes ANNA = SimulatedNetwork.secret("anna");
    private static final Bytes BELA = SimulatedNetwork.secret("bela");
    private static final Bytes CHLOE = SimulatedNetwork.secret("chloe");

    /** Somebody who changes keys. */
    private static final List<Bytes> DORAS =
            List.of(SimulatedNetwork.secret("dora"), SimulatedNetwork.secret("dora's second key"));

    private static final AccountId DORA = account(DORAS.getFirst());

    private static final Authority TWO_OF_THREE = new Threshold(2, List.of(key(ANNA), key(BELA), key(CHLOE)));
    private static final Authority CHLOE_AND_ANOTHER =
            new Threshold(2, List.of(key(CHLOE), new Threshold(1, List.of(key(ANNA), key(BELA)))));
    private static final AccountId BOARD = AccountId.of(TWO_OF_THREE);

    private static final List<AccountId> ALL = List.of(
            account(SimulatedNetwork.OWNER),
            account(SimulatedNetwork.OPERATOR),
            account(ANNA),
            account(BELA),
            DORA,
            BOARD);

    private static final List<TokenId> TOKENS = List.of(
            TokenId.of(account(SimulatedNetwork.OWNER), "EUR"),
            TokenId.of(account(ANNA), "EUR"),
            TokenId.of(BOARD, "share"));

    @Override
    public void act(SimulatedNetwork network, Seed seed) {
        switch (seed.between(1, 30)) {
            case 1, 2 -> network.clients().submit(SimulatedNetwork.OPERATOR, manage(seed));
            case 3, 4 -> network.clients().submitAs(BOARD, List.of(ANNA, CHLOE), change(BOARD, seed));
            case 5, 6 -> network.clients().submitAs(DORA, List.of(seed.pick(DORAS)), change(DORA, seed));
            case 7, 8 -> network.clients().submit(SimulatedNetwork.OWNER, pay(seed));
            case 9 -> network.clients().submit(SimulatedNetwork.OWNER, lendAll(network, seed));
            default -> anything(network, seed);
        }
    }

    private static void anything(SimulatedNetwork network, Seed seed) {
        int times = seed.oneIn(30) ? 30 : 1;
        for (int i = 0; i < times; i++) {
            AccountId sender = seed.oneIn(3) ? ALL.getFirst() : seed.pick(ALL);
            Group[] groups = new Group[seed.between(1, 3)];
            for (int g = 0; g < groups.length; g++) {
                groups[g] = group(network, sender, seed);
            }
            network.clients().submitAs(sender, signers(sender, seed), groups);
        }
    }

    private static Group group(SimulatedNetwork network, AccountId sender, Seed seed) {
        Operation[] operations = new Operation[seed.oneIn(2) ? 1 : seed.between(1, 3)];
        for (int o = 0; o < operations.length; o++) {
            operations[o] = operation(network, sender, seed);
        }
        return Group.of(operations);
    }

    /** Mostly those who may, as far as anybody knows. */
    private static List<Bytes> signers(AccountId sender, Seed seed) {
        if (seed.oneIn(15)) {
            return List.of(seed.pick(ANNA, BELA, CHLOE));
        }
        if (sender.equals(BOARD)) {
            List<Bytes> board = new ArrayList<>(List.of(ANNA, BELA, CHLOE));
            Collections.shuffle(board, Random.from(seed));
            return board.subList(0, seed.oneIn(4) ? 3 : 2);
        }
        if (sender.equals(DORA)) {
            return List.of(seed.pick(DORAS));
        }
        return List.of(SimulatedNetwork.OWNER, SimulatedNetwork.OPERATOR, ANNA, BELA).stream()
                .filter(secret -> account(secret).equals(sender))
                .toList();
    }

    private static Operation operation(SimulatedNetwork network, AccountId sender, Seed seed) {
        String name = seed.pick("first", "a", "b", "ab");
        return switch (seed.between(1, 20)) {
            case 1, 2 -> new Tally.Request.EndAt(name, soon(network, seed));
            case 3 -> open(seed);
            case 4, 5 -> delegate(network, seed);
            case 6 -> seed.oneIn(4) ? new EndDelegations() : new EndDelegation(seed.pick(ALL), scope(seed));
            case 7 -> new Barrier(seed.nextLong());
            case 8, 9, 10 -> new Tally.Request.Add(seed.pick(ALL), name, seed.between(-2, 5));
            case 11, 12, 13, 14, 15, 16 -> token(sender, seed);
            default -> new Tally.Request.Add(sender, name, seed.oneIn(8) ? 30 : seed.between(-2, 5));
        };
    }

    private static long soon(SimulatedNetwork network, Seed seed) {
        return network.nowMillis() + seed.between(-1_000, 8_000);
    }

    // ---- accounts

    /** So that there is somebody to act at all, and less and more of it. */
    private static Group[] manage(Seed seed) {
        List<Group> groups = new ArrayList<>();
        for (Authority each : List.of(key(ANNA), key(BELA), key(DORAS.getFirst()), TWO_OF_THREE)) {
            groups.add(Group.of(new OpenAccount(each, quota(seed))));
        }
        groups.add(Group.of(new ChangeQuota(seed.pick(ALL), quota(seed))));
        return groups.toArray(Group[]::new);
    }

    private static Operation open(Seed seed) {
        Authority authority = seed.pick(
                key(ANNA),
                key(BELA),
                key(SimulatedNetwork.secret("somebody " + seed.between(1, 50))),
                TWO_OF_THREE,
                CHLOE_AND_ANOTHER,
                new Threshold(1, List.of(key(CHLOE), key(CHLOE))),
                new Threshold(1, List.of(key(CHLOE), new OneKey(ExpectedAuthority.WEAK_KEY))),
                new Threshold(1, List.of(new Threshold(1, List.of(new Threshold(1, List.of(TWO_OF_THREE)))))));
        return seed.oneIn(3) ? new ChangeQuota(seed.pick(ALL), quota(seed)) : new OpenAccount(authority, quota(seed));
    }

    /** Small, so that it is used up; now and then more than anybody can give. */
    private static Quota quota(Seed seed) {
        return new Quota(
                seed.pick(0L, 0L, 2L, 5L, 2_000_000L),
                seed.between(1, 4),
                seed.between(15, seed.pick(60, 1_000)),
                seed.between(1_000, seed.pick(3_000, 20_000)));
    }

    private static Group change(AccountId sender, Seed seed) {
        Authority weak = new Threshold(1, List.of(new OneKey(ExpectedAuthority.WEAK_KEY)));
        Authority chosen = sender.equals(BOARD)
                ? seed.pick(TWO_OF_THREE, CHLOE_AND_ANOTHER, weak)
                : seed.pick(key(DORAS.getFirst()), key(DORAS.getLast()), weak);
        return Group.of(new ChangeAuthority(chosen));
    }

    private static Operation delegate(SimulatedNetwork network, Seed seed) {
        Optional<Uint256> limit = seed.oneIn(3) ? Optional.empty() : Optional.of(Uint256.of(seed.between(0, 12)));
        return new Delegate(seed.pick(ALL), scope(seed), limit, soon(network, seed));
    }

    /** So that others act for the owner, and use up what they may. */
    private static Group[] lendAll(SimulatedNetwork network, Seed seed) {
        Optional<Uint256> limit = Optional.of(Uint256.of(seed.between(3, 30)));
        Scope scope = new Scope(seed.pick(Tally.TAG, Tokens.TAG), Bytes.EMPTY);
        return ALL.stream()
                .map(each -> Group.of(new Delegate(each, scope, limit, network.nowMillis() + 20_000)))
                .toArray(Group[]::new);
    }

    private static Scope scope(Seed seed) {
        return seed.oneIn(2)
                ? new Scope(Tally.TAG, Bytes.utf8(seed.pick("", "a")))
                : new Scope(Tokens.TAG, seed.oneIn(3) ? Bytes.EMPTY : seed.pick(TOKENS).value());
    }

    // ---- tokens

    /** So that there is something to pay with. */
    private static Group[] pay(Seed seed) {
        TokenId token = TOKENS.getFirst();
        return new Group[] {
            Group.of(new TokenOperation.Create("EUR", 2, Uint256.of(100))),
            Group.of(new TokenOperation.Mint(token, ALL.getFirst(), amount(seed))),
            Group.of(new TokenOperation.Mint(token, seed.pick(ALL), amount(seed))),
            Group.of(new TokenOperation.Transfer(token, Optional.empty(), seed.pick(ALL), Uint256.of(2))),
            Group.of(new TokenOperation.Burn(token, Optional.empty(), Uint256.ONE))
        };
    }

    private static Operation token(AccountId sender, Seed seed) {
        TokenId token = seed.pick(TOKENS);
        Optional<AccountId> from = seed.oneIn(3) ? Optional.of(seed.pick(ALL)) : Optional.empty();
        return switch (seed.between(1, 14)) {
            case 1, 2 -> new TokenOperation.Create(
                    seed.pick("EUR", "share", "two words"), seed.between(0, 37), seed.pick(Uint256.of(60), Uint256.MAX));
            case 3, 4, 5, 6 -> new TokenOperation.Mint(token, seed.pick(sender, seed.pick(ALL)), amount(seed));
            case 7, 8 -> new TokenOperation.Burn(token, from, amount(seed));
            case 9 -> new TokenOperation.ChangeIssuer(
                    token, seed.oneIn(8) ? Optional.empty() : Optional.of(seed.pick(sender, seed.pick(ALL))));
            default -> new TokenOperation.Transfer(token, from, seed.pick(ALL), amount(seed));
        };
    }

    private static Uint256 amount(Seed seed) {
        return seed.oneIn(12) ? seed.pick(Uint256.ZERO, Uint256.MAX) : Uint256.of(seed.between(1, 20));
    }

    private static Authority key(Bytes secret) {
        return new OneKey(Ed25519.publicKey(secret));
    }

    static AccountId account(Bytes secret) {
        return AccountId.ofKey(Ed25519.publicKey(secret));
    }
}

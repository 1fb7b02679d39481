package org.allmende.benchmarks.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.TokenOperation;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.verification.Verification;

/** A ledger with people who hold a token, and transfers among them. The same for everybody who asks with one seed. */
final class Town {
    private static final long START = 1_800_000_000_000L;
    private static final Bytes OPERATOR = Digests.sha256("the operator's secret of a benchmark");
    private static final TokenId COIN =
            TokenId.of(AccountId.ofKey(Ed25519.publicKey(OPERATOR)), "COIN");

    /** Groups in a transaction while the town is built. */
    private static final int PER_TRANSACTION = 1_000;

    private final Genesis genesis;
    private final Ledger ledger;
    private final List<Signer> people = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(1);
    private final Signer operator;
    private long salt;

    Town(int size) {
        genesis = made();
        ledger = new Ledger(
                genesis,
                tables -> List.of(),
                schema -> new Verification(genesis.networkId(), schema, Runnable::run),
                Ledger.Observer.NONE);
        ledger.restore(List.of());
        operator = Signer.of(ledger.schema(), OPERATOR);
        for (int i = 0; i < size; i++) {
            people.add(Signer.of(ledger.schema(), Digests.sha256("secret of person " + i)));
        }
        settle(new TokenOperation.Create("COIN", 0, Uint256.MAX));
        List<Operation> opening = new ArrayList<>();
        List<Operation> minting = new ArrayList<>();
        for (Signer person : people) {
            opening.add(OpenAccount.ofKey(person.publicKey(), Quota.FROM_THE_START));
            minting.add(new TokenOperation.Mint(COIN, person.account(), Uint256.of(1_000_000_000)));
        }
        settle(opening.toArray(Operation[]::new));
        settle(minting.toArray(Operation[]::new));
    }

    /** So many more rows: tokens that nobody holds. */
    void issue(int tokens) {
        for (int from = 0; from < tokens; from += PER_TRANSACTION) {
            Operation[] creating = new Operation[Math.min(PER_TRANSACTION, tokens - from)];
            for (int i = 0; i < creating.length; i++) {
                creating[i] = new TokenOperation.Create("T" + (from + i), 2, Uint256.MAX);
            }
            settle(creating);
        }
    }

    private static Genesis made() {
        Bytes key = Ed25519.publicKey(OPERATOR);
        NodeCard card = new NodeCard(
                "anna", "Anna", "p", "r", "DE", 1, Bytes.EMPTY, key, key, "127.0.0.1", 7000, "http://127.0.0.1:7001");
        // Rounds as large as asked for, and receipts forgotten soon: what is measured is the steady state.
        Parameters parameters =
                new Parameters(5_000, 3_000, 0, 10_000_000).withRounds(Parameters.ROUND_MAX, Parameters.ROUND_MAX);
        return new Genesis("bench", Digests.sha256("salt"), true, START, parameters, List.of(card), List.of());
    }

    private void settle(Operation... operations) {
        for (int from = 0; from < operations.length; from += PER_TRANSACTION) {
            List<Group> groups = new ArrayList<>();
            for (int i = from; i < Math.min(operations.length, from + PER_TRANSACTION); i++) {
                groups.add(Group.of(operations[i]));
            }
            ledger.apply(new Round(ledger.timeMillis() + 50, 0, List.of(new Round.Brought(0, signed(operator, groups)))));
        }
    }

    /**
     * A round of transfers between random people, 50 ms after the last, verified ahead as a node does it.
     *
     * @param groups in each transaction, one transfer in each
     */
    Round round(int transactions, int groups) {
        List<Round.Brought> brought = new ArrayList<>();
        for (int i = 0; i < transactions; i++) {
            Bytes signed = signedTransfers(groups);
            ledger.ahead(signed);
            brought.add(new Round.Brought(0, signed));
        }
        return new Round(ledger.timeMillis() + 50, 0, brought);
    }

    Bytes signedTransfers(int groups) {
        List<Group> transfers = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            transfers.add(Group.of(
                    new TokenOperation.Transfer(COIN, Optional.empty(), anybody().account(), Uint256.of(1))));
        }
        return signed(anybody(), transfers);
    }

    private Signer anybody() {
        return people.get(random.nextInt(people.size()));
    }

    private Bytes signed(Signer signer, List<Group> groups) {
        return signer.sign(new Transaction(
                genesis.networkId(), signer.account(), ledger.timeMillis() + 10_000, salt++, groups));
    }

    Ledger ledger() {
        return ledger;
    }

    Genesis genesis() {
        return genesis;
    }
}

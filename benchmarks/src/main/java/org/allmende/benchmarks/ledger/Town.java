package org.allmende.benchmarks.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import org.allmende.coordination.Coordination;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.PutRequest;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
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

/**
 * A ledger with people who hold a token, and transfers among them; and with a keyspace of the operator, and puts to it.
 * The same for everybody who asks with one seed.
 */
final class Town {
    static final String KEYSPACE = "default";

    /** How much later than the one before a round is, of agreed time. */
    static final long ROUND_MILLIS = 50;

    private static final long START = 1_800_000_000_000L;
    private static final Bytes OPERATOR = Digests.sha256("the operator's secret of a benchmark");
    private static final TokenId COIN =
            TokenId.of(AccountId.ofKey(Ed25519.publicKey(OPERATOR)), "COIN");

    /** Groups in a transaction while the town is built. */
    private static final int PER_TRANSACTION = 1_000;

    private final Genesis genesis;
    private final Coordination coordination;
    private final Ledger ledger;
    private final List<Signer> people = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(1);
    private final Signer operator;
    private long salt;

    /** Whose signatures are checked by who asks for it. */
    Town(int size) {
        this(size, Runnable::run);
    }

    /** @param verifier where signatures are checked ahead */
    Town(int size, Executor verifier) {
        genesis = made();
        ledger = new Ledger(
                genesis,
                tables -> List.of(new Coordination(tables)),
                schema -> new Verification(genesis.networkId(), schema, verifier),
                Ledger.Observer.NONE);
        coordination = ledger.applications().stream()
                .filter(Coordination.class::isInstance)
                .map(Coordination.class::cast)
                .findFirst()
                .orElseThrow();
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
        return new Genesis("bench", Digests.sha256("salt"), true, START, parameters, List.of(card), List.of(new GenesisKeyspace(KEYSPACE, key)));
    }

    private void settle(Operation... operations) {
        for (int from = 0; from < operations.length; from += PER_TRANSACTION) {
            List<Group> groups = new ArrayList<>();
            for (int i = from; i < Math.min(operations.length, from + PER_TRANSACTION); i++) {
                groups.add(Group.of(operations[i]));
            }
            ledger.apply(new Round(ledger.timeMillis() + ROUND_MILLIS, 0, List.of(new Round.Brought(0, signed(operator, groups, ledger.timeMillis())))));
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
        return new Round(ledger.timeMillis() + ROUND_MILLIS, 0, brought);
    }

    /** So many keys, each put once. */
    void fill(int keys) {
        for (int from = 0; from < keys; from += PER_TRANSACTION) {
            Operation[] putting = new Operation[Math.min(PER_TRANSACTION, keys - from)];
            for (int i = 0; i < putting.length; i++) {
                putting[i] = put(from + i);
            }
            settle(putting);
        }
    }

    /** The name of a key; they sort as their numbers do. */
    static Bytes key(int number) {
        return Bytes.utf8("key/%09d".formatted(number));
    }

    private Operation put(int key) {
        return new CoordinationOperation.Put(
                KEYSPACE, PutRequest.of(key(key), Bytes.utf8("value " + random.nextInt(1_000_000_000))));
    }

    /**
     * Rounds that follow each other, {@link #ROUND_MILLIS} apart, of puts to random keys; nothing of them is verified yet.
     *
     * @param keys to choose from
     * @param groups in each transaction, one put in each
     */
    List<Round> puts(int rounds, int keys, int transactions, int groups) {
        return rounds(rounds, transactions, atMillis -> {
            List<Group> putting = new ArrayList<>();
            for (int i = 0; i < groups; i++) {
                putting.add(Group.of(put(random.nextInt(keys))));
            }
            return signed(operator, putting, atMillis);
        });
    }

    /** As {@link #puts}, of transfers between random people. */
    List<Round> transfers(int rounds, int transactions, int groups) {
        return rounds(rounds, transactions, atMillis -> signedTransfers(groups, atMillis));
    }

    private List<Round> rounds(int rounds, int transactions, LongFunction<Bytes> signing) {
        List<Round> made = new ArrayList<>(rounds);
        for (int i = 1; i <= rounds; i++) {
            long atMillis = ledger.timeMillis() + i * ROUND_MILLIS;
            List<Round.Brought> brought = new ArrayList<>(transactions);
            for (int transaction = 0; transaction < transactions; transaction++) {
                brought.add(new Round.Brought(0, signing.apply(atMillis)));
            }
            made.add(new Round(atMillis, 0, brought));
        }
        return made;
    }

    Bytes signedTransfers(int groups) {
        return signedTransfers(groups, ledger.timeMillis());
    }

    private Bytes signedTransfers(int groups, long atMillis) {
        List<Group> transfers = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            transfers.add(Group.of(
                    new TokenOperation.Transfer(COIN, Optional.empty(), anybody().account(), Uint256.of(1))));
        }
        return signed(anybody(), transfers, atMillis);
    }

    private Signer anybody() {
        return people.get(random.nextInt(people.size()));
    }

    private Bytes signed(Signer signer, List<Group> groups, long atMillis) {
        return signer.sign(
                new Transaction(genesis.networkId(), signer.account(), atMillis + 10_000, salt++, groups));
    }

    Coordination coordination() {
        return coordination;
    }

    Ledger ledger() {
        return ledger;
    }

    Genesis genesis() {
        return genesis;
    }
}

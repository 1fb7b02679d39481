package org.allmende.ledger;

import static org.allmende.ledger.Bench.OPERATOR;
import static org.allmende.ledger.Bench.OWNER;
import static org.allmende.ledger.Bench.START;
import static org.allmende.ledger.Bench.account;
import static org.allmende.ledger.Bench.group;
import static org.allmende.ledger.Bench.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Notes.Request;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.account.LedgerOperation.Delegate;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.OriginRows;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.TokenOperation;
import org.allmende.ledger.transaction.Group;

/** A network, and another one that starts from its checkpoint, as the tests of such a start have them. */
final class YoungNetwork {
    static final Bytes FRIEND = secret("friend");
    static final Bytes NEW_OPERATOR = secret("new operator");
    static final Bytes NEW_GATEWAY = secret("new gateway");
    static final long HOUR_MILLIS = 3_600_000;

    /** One node, of other keys than those of the old network, but no origin yet. */
    static final Genesis YOUNG = genesis();

    private YoungNetwork() {}

    /** Three nodes. */
    static Bench oldNetwork() {
        return new Bench(Parameters.DEFAULT, 1, 1, 2);
    }

    private static Genesis genesis() {
        Genesis like = Bench.genesis(Parameters.DEFAULT, 5);
        NodeCard card = like.nodes().getFirst();
        NodeCard other = new NodeCard(
                "zoe",
                "Zoe",
                card.provider(),
                card.region(),
                card.jurisdiction(),
                card.weight(),
                Bytes.EMPTY,
                Ed25519.publicKey(NEW_GATEWAY),
                Ed25519.publicKey(NEW_OPERATOR),
                card.host(),
                card.gossipPort(),
                card.apiUrl());
        return new Genesis(
                "young", Digests.sha256("other salt"), true, START, like.parameters(), List.of(other), List.of());
    }

    /** The new network, made so long after the checkpoint, of the last height of the old one. */
    static Bench youngAfter(Bench old, long millis) {
        Genesis later = new Genesis(
                YOUNG.name(),
                YOUNG.salt(),
                true,
                old.ledger.timeMillis() + millis,
                YOUNG.parameters(),
                YOUNG.nodes(),
                YOUNG.keyspaces());
        return new Bench(later.from(old.origin()), rowsOf(old));
    }

    /** Of the last height of a network, as its checkpoint has them. */
    static OriginRows rowsOf(Bench bench) {
        List<Entry> rows = bench.dumped();
        return (origin, reader) -> reader.accept(rows);
    }

    /** Rows of all of the ledger's tables, some timers in the past of the checkpoint's next round. */
    static void workOn(Bench bench, Seed seed, int rounds) {
        bench.after(10, bench.sign(
                group(new OpenAccount(new Authority.OneKey(Ed25519.publicKey(FRIEND)), Quota.STANDARD)),
                group(new TokenOperation.Create("T", 0, Uint256.MAX)),
                group(new TokenOperation.Mint(TokenId.of(account(OPERATOR), "T"), account(OWNER), Uint256.of(9))),
                group(new Delegate(
                        account(FRIEND), new Scope(9, Bytes.EMPTY), Optional.empty(), START + HOUR_MILLIS))));
        for (int round = 0; round < rounds; round++) {
            long time = bench.ledger.timeMillis() + seed.nextInt(900);
            bench.round(0, time, randomTransactions(seed, bench, time));
        }
    }

    /** Up to three, each of which writes a note or has one erased soon after. */
    static List<Bytes> randomTransactions(Seed seed, Bench bench, long time) {
        List<Bytes> transactions = new ArrayList<>();
        for (int i = seed.nextInt(4); i > 0; i--) {
            String name = "n" + seed.nextInt(6);
            Group group = seed.oneIn(3)
                    ? group(new Request.EraseAt(name, time + seed.nextInt(3_000)))
                    : group(new Request.Write(name, "x".repeat(seed.nextInt(9))));
            transactions.add(bench.sign(OPERATOR, time + 1 + seed.nextInt(60_000), group).bytes());
        }
        return transactions;
    }
}

package org.allmende.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.account.Authority.OneKey;
import org.allmende.ledger.account.Authority.Threshold;
import org.allmende.ledger.account.LedgerOperation.ChangeAuthority;
import org.allmende.ledger.account.LedgerOperation.Delegate;
import org.allmende.ledger.account.LedgerOperation.EndDelegation;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.port.Admission;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.TokenOperation.ChangeIssuer;
import org.allmende.ledger.token.TokenOperation.Create;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;

/** What a {@link TallyWorkload} does and, among it, what hardly anybody asks for: it goes past a limit each time. */
final class RareWishes implements Workload {
    private static final TallyWorkload ELSE = new TallyWorkload();
    private static final Bytes ANNA = SimulatedNetwork.secret("anna");
    private static final Quota NONE = new Quota(0, 0, 0, 0);
    private static final AccountId OWNER = TallyWorkload.account(SimulatedNetwork.OWNER);
    private static final AccountId OPERATOR = TallyWorkload.account(SimulatedNetwork.OPERATOR);
    private static final TokenId EUR = TokenId.of(OWNER, "EUR");
    private static final OneKey KEY = new OneKey(Ed25519.publicKey(SimulatedNetwork.secret("a member")));

    /** One key more than an authority may have, in two choices, as one of so many could not even be written down. */
    private static final Authority OF_TOO_MANY = new Threshold(1, List.of(members(0, 2), members(2, 31)));

    private static final Authority TOO_DEEP = new Threshold(
            1, List.of(new Threshold(1, List.of(new Threshold(1, List.of(new Threshold(1, List.of(KEY))))))));
    private static final Authority WITH_ONE_TWICE = new Threshold(1, List.of(KEY, KEY));

    private static final Scope TOO_LONG =
            new Scope(Tally.TAG, Bytes.wrap(new byte[Limits.DELEGATION_RESOURCE_BYTES_MAX + 1]));

    private static Authority members(int from, int count) {
        return new Threshold(
                1,
                IntStream.range(from, from + count)
                        .<Authority>mapToObj(i -> new OneKey(Ed25519.publicKey(SimulatedNetwork.secret("member " + i))))
                        .toList());
    }

    @Override
    public void act(SimulatedNetwork network, Seed seed) {
        switch (seed.between(1, 16)) {
            case 1 -> network.clients().submit(SimulatedNetwork.OPERATOR, wrongAuthorities());
            case 2 -> network.clients().submit(SimulatedNetwork.OWNER, wrongTokens());
            case 3 -> network.clients().submit(SimulatedNetwork.OWNER, tooManyDelegations(network));
            case 4 -> network.clients().submit(SimulatedNetwork.OWNER, wrongDelegations(network));
            case 5 -> network.clients().submit(ANNA, moreThanItMayOwn(network));
            case 6 -> beUnsound(network, seed);
            default -> ELSE.act(network, seed);
        }
    }

    private static Group[] each(List<Operation> operations) {
        return operations.stream().map(Group::of).toArray(Group[]::new);
    }

    private static Group[] wrongAuthorities() {
        return each(List.of(
                new OpenAccount(TOO_DEEP, NONE),
                new OpenAccount(OF_TOO_MANY, NONE),
                new OpenAccount(WITH_ONE_TWICE, NONE),
                new ChangeAuthority(OF_TOO_MANY),
                new ChangeAuthority(TOO_DEEP),
                new ChangeAuthority(WITH_ONE_TWICE)));
    }

    private static Group[] wrongTokens() {
        return each(List.of(
                new Create("free", Limits.TOKEN_DECIMALS_MAX + 1, Uint256.ONE),
                new Create("free", 0, Uint256.ZERO),
                new Create("EUR", 2, Uint256.of(100)),
                new ChangeIssuer(EUR, Optional.of(TallyWorkload.account(SimulatedNetwork.secret("nobody"))))));
    }

    /** Its quota is of a few entries: see {@link TallyWorkload}. */
    private static Group[] moreThanItMayOwn(SimulatedNetwork network) {
        List<Operation> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(new Create("of-anna-" + i, 0, Uint256.ONE));
        }
        Scope scope = new Scope(Tally.TAG, Bytes.utf8("of anna"));
        all.add(new Delegate(OPERATOR, scope, Optional.empty(), network.nowMillis() + 5_000));
        return each(all);
    }

    /** As many as there may be, and one more; they end soon, or this could be asked for only once. */
    private static Group[] tooManyDelegations(SimulatedNetwork network) {
        List<Operation> all = new ArrayList<>();
        for (int i = 0; i <= Limits.DELEGATIONS_PER_PAIR_MAX; i++) {
            Scope scope = new Scope(Tally.TAG, Bytes.utf8("part " + i));
            all.add(new Delegate(OPERATOR, scope, Optional.empty(), network.nowMillis() + 5_000));
        }
        Operation more = all.removeLast();
        return new Group[] {new Group(all), Group.of(more)};
    }

    private static Group[] wrongDelegations(SimulatedNetwork network) {
        Scope ofNone = new Scope(200, Bytes.EMPTY);
        Scope sound = new Scope(Tally.TAG, Bytes.utf8("long"));
        return each(List.of(
                new Delegate(OPERATOR, ofNone, Optional.empty(), network.nowMillis() + 5_000),
                new Delegate(OPERATOR, sound, Optional.empty(), network.nowMillis() + 2 * Limits.DELEGATION_MILLIS_MAX),
                new Delegate(OPERATOR, TOO_LONG, Optional.empty(), network.nowMillis() + 5_000),
                new EndDelegation(OPERATOR, TOO_LONG)));
    }

    // ---- bytes that a sound client does not make; they never get as far as a round

    private static void beUnsound(SimulatedNetwork network, Seed seed) {
        SimulatedNode node = seed.pick(network.nodes());
        if (!node.isUp()) {
            return;
        }
        NetworkId here = network.genesis().networkId();
        Bytes sound = signed(node, here);
        Bytes elsewhere = signed(node, new NetworkId(Digests.sha256("elsewhere")));
        Bytes tooLarge = Bytes.wrap(new byte[Limits.SIGNED_TRANSACTION_BYTES_MAX + 1]);
        requireRefused(network, node, tooLarge, Admission.Reason.TOO_LARGE);
        requireRefused(network, node, sound.slice(0, sound.length() - 1), Admission.Reason.MALFORMED);
        requireRefused(network, node, elsewhere, Admission.Reason.WRONG_NETWORK);
        byte[] forged = sound.toArray();
        forged[forged.length - 1] ^= 1;
        requireRefused(network, node, Bytes.wrap(forged), Admission.Reason.BAD_SIGNATURE);
    }

    private static Bytes signed(SimulatedNode node, NetworkId network) {
        return Signer.of(node.port().schema(), SimulatedNetwork.OWNER)
                .sign(new Transaction(
                        network,
                        OWNER,
                        node.port().view().timeMillis() + 30_000,
                        -1,
                        List.of(Group.of(new Tally.Request.Add(OWNER, "a", 1)))));
    }

    private static void requireRefused(
            SimulatedNetwork network, SimulatedNode node, Bytes bytes, Admission.Reason reason) {
        assertThat(network.clients().sendUnsound(bytes, node))
                .isInstanceOfSatisfying(
                        Admission.Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}

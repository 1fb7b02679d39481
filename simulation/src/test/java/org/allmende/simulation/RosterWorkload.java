package org.allmende.simulation;

import java.util.List;
import java.util.Optional;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.Governance;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.CardCheck;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.Proposal;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.roster.RosterChange;
import org.allmende.ledger.roster.RosterOperation;
import org.allmende.ledger.roster.RosterOperation.Propose;
import org.allmende.ledger.roster.RosterOperation.VouchForRoster;
import org.allmende.ledger.roster.RosterOperation.Vote;
import org.allmende.ledger.roster.RosterOperation.Withdraw;
import org.allmende.ledger.roster.RosterStatement;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.Group;

/**
 * Members propose whatever can be proposed, and vote. Nodes that are admitted never appear: they are the network's to
 * bear, with a weight that does not matter.
 */
final class RosterWorkload implements Workload {
    private static final TallyWorkload ELSE = new TallyWorkload();
    private static final int STRANGERS = 3;

    @Override
    public void act(SimulatedNetwork network, Seed seed) {
        SimulatedNode told = seed.pick(network.nodes());
        if (!told.isUp()) {
            return;
        }
        Roster roster = told.port().roster(told.port().view());
        long newest = told.port().proposals(told.port().view()).size();
        switch (seed.between(1, 13)) {
            case 1 -> submit(network, seed, propose(network, roster, seed));
            case 2 -> proposeMuch(network, roster, seed);
            case 3, 4, 5, 6, 7, 8 -> vote(network, newest, seed);
            case 9 -> submit(network, seed, new Withdraw(number(newest, seed)));
            case 10 -> network.clients().submit(gateway(network, seed), Group.of(vouch(network, told, roster, seed)));
            case 11 -> replace(network, seed.pick(roster.members()), seed);
            default -> ELSE.act(network, seed);
        }
    }

    /** Mostly by its own operator. */
    private static void replace(SimulatedNetwork network, Member member, Seed seed) {
        Bytes own = network.nodes().stream()
                .map(node -> SimulatedGenesis.operatorSecret(node.number()))
                .filter(secret -> Ed25519.publicKey(secret).equals(member.card().operatorKey()))
                .findFirst()
                .orElseThrow();
        Proposal replacement = new Proposal.ReplaceSilent(member.node(), moved(member.card(), seed));
        network.clients()
                .submit(
                        seed.oneIn(4) ? operator(network, seed) : own,
                        Group.of(new Propose(replacement, "", Optional.empty())));
    }

    /** Now and then more at once than one may. */
    private static void proposeMuch(SimulatedNetwork network, Roster roster, Seed seed) {
        Bytes operator = operator(network, seed);
        int proposals = seed.oneIn(4) ? 4 : 1;
        for (int i = 0; i < proposals; i++) {
            network.clients().submit(operator, Group.of(propose(network, roster, seed)));
        }
    }

    private static void submit(SimulatedNetwork network, Seed seed, RosterOperation operation) {
        network.clients().submit(operator(network, seed), Group.of(operation));
    }

    private static Bytes operator(SimulatedNetwork network, Seed seed) {
        return seed.oneIn(12)
                ? SimulatedNetwork.OWNER
                : SimulatedGenesis.operatorSecret(seed.between(0, network.nodes().size() - 1));
    }

    private static Bytes gateway(SimulatedNetwork network, Seed seed) {
        return seed.oneIn(4)
                ? SimulatedNetwork.OWNER
                : SimulatedGenesis.gatewaySecret(seed.between(0, network.nodes().size() - 1));
    }

    /** Mostly the newest, and mostly in favour: else nothing would ever pass. */
    private static void vote(SimulatedNetwork network, long newest, Seed seed) {
        long proposal = number(newest, seed);
        boolean inFavour = !seed.oneIn(6);
        int voters = seed.between(1, network.nodes().size());
        for (int i = 0; i < voters; i++) {
            submit(network, seed, new Vote(proposal, inFavour, check(seed)));
        }
    }

    private static long number(long newest, Seed seed) {
        return Math.max(0, newest - (seed.oneIn(3) ? seed.between(-1, 3) : 0));
    }

    private static Optional<CardCheck> check(Seed seed) {
        return seed.oneIn(12) ? Optional.empty() : Optional.of(new CardCheck(7, "asked", Digests.sha256("evidence")));
    }

    private static Propose propose(SimulatedNetwork network, Roster roster, Seed seed) {
        return new Propose(proposal(network, roster, seed), "why not", check(seed));
    }

    private static Proposal proposal(SimulatedNetwork network, Roster roster, Seed seed) {
        int nodes = network.nodes().size();
        int node = seed.between(0, nodes - 1);
        AccountId account = AccountId.ofKey(Ed25519.publicKey(operator(network, seed)));
        return switch (seed.between(1, 14)) {
            case 1 -> new Proposal.Govern(governance(seed));
            case 2 -> new Proposal.GiveAuthority(
                    account,
                    new Authority.OneKey(
                            seed.oneIn(3)
                                    ? ExpectedAuthority.WEAK_KEY
                                    : Ed25519.publicKey(SimulatedGenesis.operatorSecret(node))));
            case 3 -> new Proposal.ChangeRoster(List.of(new RosterChange.Weigh(node, 900)), false);
            case 4 -> new Proposal.ChangeRoster(
                    List.of(change(roster, nodes, seed), change(roster, nodes, seed)), seed.oneIn(2));
            default -> new Proposal.ChangeRoster(List.of(change(roster, nodes, seed)), seed.oneIn(2));
        };
    }

    private static Governance governance(Seed seed) {
        return new Governance(
                seed.between(1_000, 3_000),
                seed.between(4_000, 15_000),
                seed.between(5_000, 10_000),
                500,
                seed.oneIn(3) ? new Governance.Share(3, 4) : Governance.Share.TWO_THIRDS);
    }

    /** Real nodes keep such weights that any one may fail; those that never appear have next to none. */
    private static RosterChange change(Roster roster, int nodes, Seed seed) {
        int known = known(roster, seed);
        return switch (seed.between(1, 10)) {
            case 1, 2, 3 -> new RosterChange.Weigh(seed.between(0, nodes - 1), seed.between(6, 10));
            case 4 -> new RosterChange.Weigh(known, known < nodes ? 8 : seed.between(0, 1));
            case 5 -> new RosterChange.Weigh(known, known < nodes ? 10 : 900);
            case 6 -> new RosterChange.Remove(known < nodes ? 99 : known);
            case 7 -> new RosterChange.Renew(
                    known,
                    seed.oneIn(3)
                            ? card(seed.between(0, nodes + STRANGERS), nodes, seed)
                            : moved(roster.member(known).orElseThrow().card(), seed));
            default -> new RosterChange.Admit(card(seed.between(nodes - 1, nodes + STRANGERS), nodes, seed));
        };
    }

    private static int known(Roster roster, Seed seed) {
        List<Member> members = roster.members();
        return members.get(seed.between(0, members.size() - 1)).node();
    }

    /** Of a node that is not there, by its number; of one that is, what nearly could be its card. */
    private static NodeCard card(int number, int nodes, Seed seed) {
        int key = seed.oneIn(8) ? 0 : number;
        int address = seed.oneIn(8) ? 0 : number;
        Bytes gateway = seed.oneIn(12)
                ? ExpectedAuthority.WEAK_KEY
                : Ed25519.publicKey(
                        key < nodes ? SimulatedGenesis.gatewaySecret(key) : SimulatedNetwork.secret("stranger " + key));
        return new NodeCard(
                "n" + number,
                "Operator " + number,
                "Provider " + number,
                "somewhere",
                "DE",
                seed.oneIn(8) ? 1 : 0,
                Bytes.EMPTY,
                gateway,
                Ed25519.publicKey(SimulatedGenesis.operatorSecret(number % nodes)),
                "127.0.0.1",
                7_000 + address,
                "http://127.0.0.1:" + (7_100 + number));
    }

    /** To an address where it may have been before. */
    private static NodeCard moved(NodeCard card, Seed seed) {
        return new NodeCard(
                card.name(),
                card.operator(),
                card.provider(),
                card.region(),
                card.jurisdiction(),
                card.weight(),
                card.gossipCertificate(),
                card.gatewayKey(),
                card.operatorKey(),
                card.host(),
                card.gossipPort() % 1_000 + 1_000 * seed.between(7, 8),
                card.apiUrl());
    }

    private static VouchForRoster vouch(SimulatedNetwork network, SimulatedNode told, Roster roster, Seed seed) {
        Roster next = told.port().ledger().rosters().next(told.port().view()).orElse(roster);
        Bytes signature = new RosterStatement(network.genesis().networkId(), next)
                .signedWith(SimulatedGenesis.gatewaySecret(seed.between(0, network.nodes().size() - 1)));
        return new VouchForRoster(next.epoch(), signature);
    }
}

package org.allmende.ledger.roster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NetworkId;

/**
 * The rosters of a network, each proved by the one before it: nodes with more than two thirds of its weight have signed
 * the next. Whoever has the genesis needs to believe nobody else.
 */
public final class RosterChain {
    private final List<Roster> rosters;

    private RosterChain(List<Roster> rosters) {
        this.rosters = List.copyOf(rosters);
    }

    /**
     * Checks every link.
     *
     * @param links oldest first; the first is the genesis' own roster. None: that one is all there is
     * @throws UnprovenRosterException when one does not follow from the one before
     */
    public static RosterChain of(Genesis genesis, List<RosterLink> links) throws UnprovenRosterException {
        NetworkId network = genesis.networkId();
        List<Roster> proved = new ArrayList<>();
        proved.add(Roster.of(genesis));
        if (links.isEmpty()) {
            return new RosterChain(proved);
        }
        if (!links.getFirst().roster().equals(proved.getFirst())) {
            throw new UnprovenRosterException("the first roster is not that of the genesis");
        }
        for (RosterLink link : links.subList(1, links.size())) {
            requireProved(network, proved.getLast(), link);
            proved.add(link.roster());
        }
        return new RosterChain(proved);
    }

    private static void requireProved(NetworkId network, Roster before, RosterLink link)
            throws UnprovenRosterException {
        String which = "the roster of epoch " + link.roster().epoch();
        if (link.roster().epoch() <= before.epoch()) {
            throw new UnprovenRosterException(which + " stands behind that of epoch " + before.epoch());
        }
        Voices voices = new Voices(before);
        RosterStatement statement = new RosterStatement(network, link.roster());
        long weight = 0;
        int last = -1;
        for (RosterVouch vouch : link.vouches()) {
            Optional<Voices.Voice> voice = voices.of(vouch.node());
            if (vouch.node() <= last
                    || voice.isEmpty()
                    || !statement.isSignedBy(voice.get().gatewayKey(), vouch.signature())) {
                throw new UnprovenRosterException(
                        which + " bears what is no signature of a node before it, each once and in order");
            }
            last = vouch.node();
            weight += voice.get().weight();
        }
        if (!voices.areEnough(weight)) {
            throw new UnprovenRosterException(which + " is signed by a weight of " + weight + " of " + voices.total()
                    + ", and it takes more than two thirds");
        }
    }

    /** The newest. */
    public Roster newest() {
        return rosters.getLast();
    }

    /** All, oldest first. */
    public List<Roster> all() {
        return rosters;
    }

    /**
     * The one in force in an epoch: the newest that is not younger.
     *
     * @param epoch from 0
     */
    public Roster in(long epoch) {
        return rosters.reversed().stream()
                .filter(roster -> roster.epoch() <= epoch)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("epochs count from 0, not from " + epoch));
    }
}

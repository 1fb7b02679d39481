package org.allmende.node;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.Roster;
import org.allmende.node.epoch.Membership;
import org.allmende.node.epoch.RosterFile;
import org.allmende.node.epoch.RosterSearch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out which node of its network a folder is, before anything of it is started. */
final class Standing {
    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);
    private static final long AGAIN_MILLIS = 2_000;

    /** How many looks are between two lines that say what is waited for. */
    private static final int LOOKS_PER_LINE = 15;

    private final NodeFolder folder;
    private final Genesis genesis;
    private final NodeCard card;
    private final RosterFile file;

    Standing(NodeFolder folder, Genesis genesis, NodeCard card) {
        this.folder = folder;
        this.genesis = genesis;
        this.card = card;
        this.file = new RosterFile(folder.rosters());
    }

    /**
     * That of the newest roster that the folder knows of. A card that is in none is shown to members: they have yet to vote
     * about it, and this waits until they have and the roster that has it is in force.
     *
     * @throws Refusal when another card has taken its place, nobody can be asked, or what the folder knows is damaged
     */
    Membership find() throws Refusal {
        Roster known = known();
        Optional<Membership> membership = Membership.in(known, card);
        if (membership.isPresent()) {
            return membership.get();
        }
        try {
            return join(known);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("asked to end while waiting to be admitted", "start the node again", e);
        }
    }

    private Roster known() throws Refusal {
        try {
            return file.read(genesis).newest();
        } catch (IOException e) {
            throw new Refusal(
                    String.valueOf(e.getMessage()),
                    "remove the file; the node asks the others for the rosters and writes it again",
                    e);
        }
    }

    private List<URI> addresses(Roster known) throws Refusal {
        List<URI> addresses = new ArrayList<>();
        known.members().forEach(member -> addresses.add(member.card().api()));
        for (NodeCard member : new MemberCards(folder.members()).read()) {
            addresses.add(member.api());
        }
        addresses.remove(card.api());
        return addresses;
    }

    private Membership join(Roster known) throws Refusal, InterruptedException {
        RosterSearch search = new RosterSearch(genesis);
        List<URI> addresses = addresses(known);
        for (int look = 0; ; look++) {
            Optional<RosterSearch.Found> found = search.newerThan(-1, addresses);
            Optional<Membership> membership = found.flatMap(each -> Membership.in(each.newest(), card));
            if (membership.isPresent()) {
                return joined(found.get(), membership.get());
            }
            Roster newest = found.map(RosterSearch.Found::newest).orElse(known);
            if (Membership.isReplaced(newest, card)) {
                throw replaced(newest);
            }
            if (found.isEmpty() && look == 0) {
                throw nobody();
            }
            if (look % LOOKS_PER_LINE == 0) {
                say(newest);
            }
            Thread.sleep(AGAIN_MILLIS);
        }
    }

    private Membership joined(RosterSearch.Found found, Membership membership) throws Refusal {
        LOG.info(
                "Node '{}' is number {} of the roster of epoch {}.",
                card.name(),
                membership.node(),
                membership.roster().epoch());
        try {
            file.write(found.links());
            return membership;
        } catch (IOException e) {
            throw new Refusal(
                    "cannot write into " + folder.path() + ": " + e.getMessage(),
                    "check who may write there, and that the disk is not full",
                    e);
        }
    }

    private void say(Roster newest) {
        LOG.info(
                "Waiting for the members to admit node '{}': the roster of epoch {} has {}. They do it with"
                        + " 'allmende propose admit {}' and 'allmende vote'.",
                card.name(),
                newest.epoch(),
                newest.members().stream().map(member -> member.card().name()).collect(Collectors.joining(", ")),
                folder.card());
    }

    private Refusal nobody() {
        return new Refusal(
                "node '" + card.name() + "' is not in the genesis of network '" + genesis.name()
                        + "', and no node answers that could say whether it has been admitted since",
                "give the card of a node that runs with 'node start --member', or, if it is of another network, put that"
                        + " network's genesis into the folder");
    }

    private Refusal replaced(Roster roster) {
        return new Refusal(
                "the roster of epoch " + roster.epoch() + " has another card of node '" + card.name()
                        + "' than this folder",
                "start it with the folder whose card the members know, or have this one taken in its place with"
                        + " 'allmende propose replace'");
    }
}

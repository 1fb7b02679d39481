package org.allmende.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.allmende.client.Consistency;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.port.RosterShown;
import org.allmende.ledger.roster.Concentration;
import org.allmende.ledger.roster.Concentration.Label;
import org.allmende.ledger.roster.Heard;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.roster.RosterAnswer;
import org.allmende.ledger.roster.Term;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "roster",
        header = "Show who runs the network, how that is spread, and how members decide.",
        description = {
            "",
            "Follows the rosters from the genesis on by the nodes' own signatures: no node is believed that shows another.",
        },
        footer = {"", "Example:", "  allmende roster"})
final class RosterShow implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Where where = new Where();

    RosterShow(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        try (NetworkClient client = where.find().client()) {
            RosterShown shown = client.roster(Consistency.LINEARIZABLE);
            Roster proved = client.rosterChain(Consistency.LINEARIZABLE).newest();
            RosterAnswer answer = shown.roster();
            Roster roster = answer.inForce().roster();
            if (!proved.equals(roster) && proved.epoch() <= roster.epoch()) {
                throw new IOException("a node shows a roster that does not follow from the genesis");
            }
            screen.out().print(nodes(roster, answer, client.agreedTimeMillis()));
            screen.answer("");
            spread(new Concentration(roster)).forEach(screen::answer);
            screen.answer("A proposal takes " + ProposalWords.of(answer.governance()) + ".");
            answer.next().map(RosterShow::next).ifPresent(screen::answer);
            screen.tell("epoch " + roster.epoch() + ", as of height " + shown.height());
        }
        return Exit.OK;
    }

    private static TextTable nodes(Roster roster, RosterAnswer answer, long nowMillis) {
        TextTable table = new TextTable(
                "node", "weight", "heard", "operator", "operator's account", "provider", "region", "jurisdiction");
        for (Member member : roster.members()) {
            NodeCard card = member.card();
            table.row(
                    card.name(),
                    member.weight(),
                    heard(answer, member.node(), nowMillis),
                    card.operator(),
                    member.operator(),
                    card.provider(),
                    card.region(),
                    card.jurisdiction());
        }
        return table;
    }

    private static String heard(RosterAnswer answer, int node, long nowMillis) {
        Heard heard = answer.presences().stream()
                .filter(presence -> presence.node() == node)
                .findFirst()
                .map(RosterAnswer.Presence::heard)
                .orElse(new Heard(0, false));
        if (!heard.spoke()) {
            return "never";
        }
        return heard.isLevelAt(nowMillis)
                ? "just now"
                : Math.max(1, (nowMillis - heard.sinceMillis()) / 60_000) + " min ago";
    }

    /** How few could stop the network, by what they have in common, and what of it is a third by itself. */
    static List<String> spread(Concentration concentration) {
        List<String> few = List.of(Label.values()).stream()
                .map(label -> count(concentration.stoppers(label), label))
                .toList();
        String sentence = "Could stop the network together: " + String.join(", ", few) + ".";
        List<Concentration.Share> alarming = concentration.alarming();
        if (alarming.isEmpty()) {
            return List.of(sentence);
        }
        return List.of(
                sentence,
                "A third of the weight or more has: "
                        + alarming.stream()
                                .map(share -> word(share.label()) + " " + share.shown())
                                .collect(Collectors.joining(", "))
                        + ".");
    }

    private static String count(int count, Label label) {
        return count + " " + switch (label) {
            case OPERATOR -> count == 1 ? "operator" : "operators";
            case PROVIDER -> count == 1 ? "provider" : "providers";
            case REGION -> count == 1 ? "region" : "regions";
            case JURISDICTION -> count == 1 ? "jurisdiction" : "jurisdictions";
        };
    }

    private static String word(Label label) {
        return label.name().toLowerCase(Locale.ROOT);
    }

    private static String next(Term term) {
        String names = term.roster().members().stream()
                .map(member -> member.card().name() + " " + member.weight())
                .collect(Collectors.joining(", "));
        return "The roster of epoch " + term.roster().epoch() + " has passed (" + names + ")"
                + (term.isAnnounced() ? " and is announced." : "; nodes are vouching for it.");
    }
}

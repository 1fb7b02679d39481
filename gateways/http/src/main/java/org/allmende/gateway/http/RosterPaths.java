package org.allmende.gateway.http;

import java.util.List;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.port.ProposalsAnswer;
import org.allmende.ledger.port.RosterChainPage;
import org.allmende.ledger.port.RosterShown;
import org.allmende.ledger.roster.RosterLink;
import org.allmende.ledger.table.View;

/** Who runs the network, who did, and what members have proposed. */
final class RosterPaths {
    private final LedgerPort port;
    private final Formats formats;
    private final Reads reads;

    RosterPaths(LedgerPort port, Formats formats, Reads reads) {
        this.port = port;
        this.formats = formats;
        this.reads = reads;
    }

    Reply roster(Call call) throws InterruptedException {
        View view = reads.view(call);
        return formats.answer(call, 200, new RosterShown(view.height(), port.rosters(view)), RosterShown.class);
    }

    Reply chain(Call call) throws InterruptedException {
        long after = call.number("after", -1, -1, Long.MAX_VALUE);
        View view = reads.view(call);
        List<RosterLink> younger = port.rosterChain(view).stream()
                .filter(link -> link.roster().epoch() > after)
                .toList();
        boolean more = younger.size() > RosterChainPage.LINKS_MAX;
        List<RosterLink> page = more ? younger.subList(0, RosterChainPage.LINKS_MAX) : younger;
        return formats.answer(
                call, 200, new RosterChainPage(view.height(), page, more), RosterChainPage.class);
    }

    Reply proposals(Call call) throws InterruptedException {
        View view = reads.view(call);
        return formats.answer(
                call, 200, new ProposalsAnswer(view.height(), port.proposals(view)), ProposalsAnswer.class);
    }
}

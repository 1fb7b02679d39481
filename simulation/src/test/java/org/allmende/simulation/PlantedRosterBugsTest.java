package org.allmende.simulation;

import static org.allmende.simulation.PlantedBug.allNodesTamper;
import static org.allmende.simulation.PlantedBug.assertSeen;
import static org.allmende.simulation.PlantedBug.onAllNodes;

import java.time.Duration;
import java.util.List;
import org.allmende.ledger.Between;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.roster.Heard;
import org.allmende.ledger.roster.Motion;
import org.allmende.ledger.roster.ProposalState;
import org.allmende.ledger.roster.Term;
import org.junit.jupiter.api.Test;

/** Ways for the rules of rosters to be wrong: each is seen. */
class PlantedRosterBugsTest {
    private static final Workload WORKLOAD = new RosterWorkload();

    @Test
    void allNodesTakeWhatWasRejectedForPassed() {
        assertSeen("proposals are ", allNodesTamper(rows -> rows.change("proposals", (Motion before, Motion now) ->
                now.state() == ProposalState.REJECTED ? state(now, ProposalState.CARRIED_OUT) : now)), WORKLOAD);
    }

    @Test
    void allNodesForgetWhatWasDecided() {
        assertSeen("proposals are ", allNodesTamper(rows -> rows.change("proposals", (Motion before, Motion now) ->
                before.state() == ProposalState.OPEN ? state(now, ProposalState.OPEN) : now)), WORKLOAD);
    }

    private static Motion state(Motion motion, ProposalState state) {
        return new Motion(
                motion.by(),
                motion.what(),
                motion.why(),
                motion.height(),
                motion.timeMillis(),
                motion.fromMillis(),
                motion.untilMillis(),
                motion.passesAbove(),
                motion.voters(),
                state,
                motion.decidedMillis());
    }

    @Test
    void allNodesAnnounceARosterForWhichNobodyVouched() {
        assertSeen("the next roster is ", allNodesTamper(rows -> rows.change("rosters", (Term before, Term now) ->
                now.hasBegun() || now.isAnnounced()
                        ? now
                        : new Term(now.roster(), now.proposal(), now.passedMillis(), 1, 0, 0))),
                WORKLOAD, Duration.ofMinutes(5));
    }

    @Test
    void allNodesTakeEveryVoteForOneInFavour() {
        assertSeen("proposals are ", allNodesTamper(rows -> rows.change("votes", (Motion.Ballot before, Motion.Ballot now) ->
                new Motion.Ballot(true, now.check(), now.timeMillis()))), WORKLOAD);
    }

    @Test
    void allNodesHearNodesLaterThanTheySpoke() {
        assertSeen("heard was ", allNodesTamper(rows -> rows.change(
                "heard", (Heard before, Heard now) -> new Heard(Math.max(before.sinceMillis() + 1, now.sinceMillis()), now.spoke()))), WORKLOAD);
    }

    @Test
    void allNodesHearNobody() {
        assertSeen("heard was ", onAllNodes(machine -> new Between(machine) {
            @Override
            public Applied apply(Round round) {
                return super.apply(
                        new Round(round.timeMillis(), round.epoch(), round.transactions(), List.of()));
            }
        }), WORKLOAD);
    }
}

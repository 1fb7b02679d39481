package org.allmende.consensus.hashgraph;

import com.hedera.hapi.node.state.roster.Roster;
import com.swirlds.state.State;
import com.swirlds.state.spi.CommittableWritableStates;
import com.swirlds.state.spi.WritableStates;
import java.time.Instant;
import java.util.function.Consumer;
import org.allmende.ledger.consensus.NextRoster;
import org.hiero.consensus.platformstate.PlatformStateUtils;
import org.hiero.consensus.roster.RosterHistory;
import org.hiero.consensus.roster.RosterStateId;
import org.hiero.consensus.roster.WritableRosterStore;

/**
 * How an epoch ends, by the engine's means (ADR-024). The engine runs with one roster from its start to its end. It takes the
 * first round as late as a time that its state names for the last one, its <em>freeze</em>, saves the state, and handles no
 * round after it; a process that starts from such a state goes on with the roster that waits in it. All of it follows from
 * the state, so that a node that replays, or comes late, does the same.
 */
final class Epochs {
    private Epochs() {}

    /** A new network, or a node that begins anew: the engine reads the roster back from the state to check signatures. */
    static void begin(State state, Roster roster) {
        change(state, store -> store.putActiveRoster(roster, 0));
    }

    /** A roster has been announced: this epoch ends when it says. Nothing is written that is there already. */
    static void announce(State state, NextRoster next) {
        Instant end = Instant.ofEpochMilli(next.atMillis());
        if (end.equals(PlatformStateUtils.freezeTimeOf(state))) {
            return;
        }
        change(state, store -> store.putCandidateRoster(Members.of(next.roster())));
        PlatformStateUtils.getWritablePlatformStateOf(state).setFreezeTime(end);
    }

    /** Whether the last round of the epoch has been handled, and none since. */
    static boolean isOver(State state) {
        long round = PlatformStateUtils.roundOf(state);
        return round > 0 && round == PlatformStateUtils.latestFreezeRoundOf(state);
    }

    /** What a process that starts from this state runs with. */
    static RosterHistory rosters(State state) {
        WritableStates states = state.getWritableStates(RosterStateId.SERVICE_NAME);
        WritableRosterStore store = new WritableRosterStore(states);
        // A candidate like the roster before it leaves the engine's roster as it is, and stays where it is.
        if (isOver(state) && store.getCandidateRoster() != null) {
            store.adoptCandidateRoster(PlatformStateUtils.roundOf(state) + 1);
            ((CommittableWritableStates) states).commit();
        }
        return store.getRosterHistory();
    }

    private static void change(State state, Consumer<WritableRosterStore> change) {
        WritableStates states = state.getWritableStates(RosterStateId.SERVICE_NAME);
        change.accept(new WritableRosterStore(states));
        ((CommittableWritableStates) states).commit();
    }
}

package org.allmende.client;

import java.util.Map;
import org.allmende.coordination.CoordinationEvent;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.CoordinationResult;
import org.allmende.ledger.Event;
import org.allmende.ledger.Result;
import org.allmende.ledger.account.LedgerEvent;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.account.LedgerResult;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.checkpoint.CheckpointEvent;
import org.allmende.ledger.checkpoint.CheckpointOperation;
import org.allmende.ledger.checkpoint.CheckpointResult;
import org.allmende.ledger.checkpoint.Checkpoints;
import org.allmende.ledger.roster.RosterEvent;
import org.allmende.ledger.roster.RosterOperation;
import org.allmende.ledger.roster.RosterResult;
import org.allmende.ledger.roster.Rosters;
import org.allmende.ledger.token.TokenEvent;
import org.allmende.ledger.token.TokenOperation;
import org.allmende.ledger.token.TokenResult;
import org.allmende.ledger.token.Tokens;
import org.allmende.ledger.transaction.Operation;

/** The applications this client speaks to, by the tags that every node gives them. */
public final class NetworkSchema {
    private static final int LEDGER = 0;
    private static final int COORDINATION = 1;

    /** Knows their operations, results and events. */
    public static final Schema SCHEMA = Schema.standard()
            .with(
                    Operation.class,
                    Map.of(
                            LEDGER, LedgerOperation.class,
                            COORDINATION, CoordinationOperation.class,
                            Tokens.TAG, TokenOperation.class,
                            Checkpoints.TAG, CheckpointOperation.class,
                            Rosters.TAG, RosterOperation.class))
            .with(
                    Result.class,
                    Map.of(
                            LEDGER, LedgerResult.class,
                            COORDINATION, CoordinationResult.class,
                            Tokens.TAG, TokenResult.class,
                            Checkpoints.TAG, CheckpointResult.class,
                            Rosters.TAG, RosterResult.class))
            .with(
                    Event.class,
                    Map.of(
                            LEDGER, LedgerEvent.class,
                            COORDINATION, CoordinationEvent.class,
                            Tokens.TAG, TokenEvent.class,
                            Checkpoints.TAG, CheckpointEvent.class,
                            Rosters.TAG, RosterEvent.class));

    private NetworkSchema() {}
}

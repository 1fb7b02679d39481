package org.allmende.ledger.checkpoint;

import org.allmende.ledger.Limits;
import org.allmende.ledger.Reason;

/** Why an operation on checkpoints is refused, in order of precedence. */
public enum CheckpointReason implements Reason {
    NOT_AN_OPERATOR(0, "checkpoints are asked for by the operators of the network's nodes; sign with an operator's key"),
    UNDER_WAY(
            1,
            "a checkpoint is under way; wait until it is vouched for, or for "
                    + Limits.CHECKPOINT_PENDING_MILLIS / 1_000 + " s of agreed time, and take that one or ask again"),
    TOO_SOON(
            2,
            "a checkpoint was taken less than " + Limits.CHECKPOINT_INTERVAL_MILLIS / 1_000
                    + " s of agreed time ago; take that one, or ask again then"),
    NOT_A_NODE(3, "only nodes vouch; sign with the gateway key of one of the network's nodes"),
    NO_SUCH_CHECKPOINT(4, "no checkpoint of that height is kept, or its height is not over; look which there are"),
    OTHER_STATE(5, "the statement is of another network or time than the checkpoint of that height; state what is there"),
    ALREADY_VOUCHED(6, "this node has vouched for that checkpoint; once is enough"),
    BAD_SIGNATURE(7, "the signature is not that of the node's gateway key under this statement; sign it with that key");

    private final int code;
    private final String advice;

    CheckpointReason(int code, String advice) {
        this.code = code;
        this.advice = advice;
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public String advice() {
        return advice;
    }
}

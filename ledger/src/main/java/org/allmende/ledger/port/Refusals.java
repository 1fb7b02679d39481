package org.allmende.ledger.port;

import org.allmende.ledger.Ledger;
import org.allmende.ledger.Limits;
import org.allmende.ledger.consensus.Consensus;
import org.allmende.ledger.consensus.Submission;
import org.allmende.ledger.port.Admission.Reason;
import org.allmende.ledger.port.Admission.Refused;
import org.allmende.ledger.table.View;
import org.allmende.ledger.verification.Checked;

/** What is said of a transaction that is not accepted: why, and what to do. By who has found it out. */
final class Refusals {
    static final Refused BEFORE_THE_FIRST_ROUND =
            new Refused(Reason.HALTED, "the network has not made its first round yet: try again shortly");

    private Refusals() {}

    /** For what its bytes are. */
    static Refused of(Checked.Unsound unsound) {
        Reason reason = switch (unsound.flaw()) {
            case TOO_LARGE -> Reason.TOO_LARGE;
            case MALFORMED -> Reason.MALFORMED;
            case WRONG_NETWORK -> Reason.WRONG_NETWORK;
            case BAD_SIGNATURE -> Reason.BAD_SIGNATURE;
        };
        return new Refused(reason, unsound.detail());
    }

    /** @param view that the ledger has judged it by */
    static Refused byLedger(Ledger.Unfit unfit, Checked.Sound sound, View view) {
        return switch (unfit) {
            case EXPIRED -> new Refused(
                    Reason.EXPIRED,
                    "valid until " + sound.transaction().validUntilMillis() + ", agreed time is "
                            + view.timeMillis() + ": sign it anew with a later time");
            case VALID_TOO_LONG -> new Refused(
                    Reason.VALID_TOO_LONG,
                    "valid-until is more than " + Limits.VALIDITY_MILLIS_MAX
                            + " ms ahead of agreed time, " + view.timeMillis() + ": sign it with an earlier one");
            case UNKNOWN_ACCOUNT -> new Refused(
                    Reason.UNKNOWN_ACCOUNT,
                    "no account " + sound.sender() + " in this network: have it opened by an account that may");
            case NOT_AUTHORIZED -> new Refused(
                    Reason.NOT_AUTHORIZED,
                    "the keys that signed are not the authority of account " + sound.sender()
                            + ": sign with those that are");
            case OVER_QUOTA -> new Refused(
                    Reason.OVER_QUOTA,
                    "account " + sound.sender() + " has sent as much in this minute of agreed time as its quota "
                            + "gives it: send it again in the next, or have its opener raise the quota");
            case BUSY -> new Refused(
                    Reason.BUSY,
                    "the network remembers as many transactions as it may: try again when older ones are forgotten");
        };
    }

    static Refused byEngine(Submission.Reason reason, Consensus engine) {
        return switch (reason) {
            case TOO_LARGE -> new Refused(Reason.TOO_LARGE, "larger than the engine carries: send it in parts");
            case HALTED -> new Refused(
                    Reason.HALTED, "this node does not order now (" + engine.health().why() + "): ask another node");
            case BUSY -> new Refused(
                    Reason.BUSY, "this node has as much under way as it may: try again shortly, or another node");
        };
    }
}

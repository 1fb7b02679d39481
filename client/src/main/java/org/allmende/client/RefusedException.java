package org.allmende.client;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.allmende.ledger.port.Admission;

/** A node said no, and why. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Misdirected, timed out, too many: the next node may well say yes. */
    private static final Set<Integer> ELSEWHERE = Set.of(408, 421, 429);

    private final int status;
    private final String reason;
    private final String advice;

    /** @param detail what exactly, for people */
    RefusedException(int status, String reason, String detail, String advice) {
        super(detail);
        this.status = status;
        this.reason = reason;
        this.advice = advice;
    }

    /** The HTTP status, 400 to 599. */
    public int status() {
        return status;
    }

    /** The name of the reason, upper case, as the reference of the node's paths lists them. */
    public String reason() {
        return reason;
    }

    /** The same, where a transaction was not admitted. */
    public Optional<Admission.Reason> admissionReason() {
        for (Admission.Reason each : Admission.Reason.values()) {
            if (each.name().equals(reason)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** For people: what to do. */
    public String advice() {
        return advice;
    }

    /** Whether another node, or this one a little later, may answer differently. */
    public boolean isPassing() {
        return status >= 500 || ELSEWHERE.contains(status);
    }
}

package org.allmende.ledger.transaction;

import java.util.List;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Max;

/** Operations that happen all or none, in this order: 1 to {@link Limits#GROUP_OPERATIONS_MAX}. */
public record Group(@Max(Limits.GROUP_OPERATIONS_MAX) List<Operation> operations) {
    public Group {
        operations = List.copyOf(operations);
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("a group holds at least one operation");
        }
    }

    public static Group of(Operation... operations) {
        return new Group(List.of(operations));
    }
}

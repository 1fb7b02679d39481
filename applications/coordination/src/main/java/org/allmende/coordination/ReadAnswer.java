package org.allmende.coordination;

import org.allmende.ledger.encoding.Tag;

/** What a {@link ReadRequest} of the same name is answered. */
public sealed interface ReadAnswer {
    @Tag(0)
    record Range(RangeAnswer answer) implements ReadAnswer {}

    @Tag(1)
    record History(HistoryAnswer answer) implements ReadAnswer {}

    @Tag(2)
    record Lease(LeaseAnswer answer) implements ReadAnswer {}

    @Tag(3)
    record Leases(LeasesAnswer answer) implements ReadAnswer {}

    @Tag(4)
    record Auth(AuthAnswer answer) implements ReadAnswer {}

    @Tag(5)
    record Space(SpaceAnswer answer) implements ReadAnswer {}
}

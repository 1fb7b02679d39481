package org.allmende.coordination;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/**
 * Asks for keys.
 *
 * @param key the first key
 * @param rangeEnd the first key no longer asked for; empty: {@code key} alone; one zero byte: all from {@code key} on
 * @param limit how many keys to answer with, applied after sorting and filters; 0: all
 * @param revision as of which revision; 0: the current one
 * @param sortOrder {@link SortOrder#NONE}: ascending. With a limit, no filter and a target other than the key, etcd
 *     then sorts only the first {@code limit + 1} keys, and so does this
 * @param keysOnly answer without values
 * @param countOnly answer with the count alone
 * @param minModRevision leave out what was changed before; 0: no such bound. Likewise the other three
 */
@Tag(1)
public record RangeRequest(
        @Max(CoordinationLimits.BOUND_BYTES_MAX) Bytes key,
        @Max(CoordinationLimits.BOUND_BYTES_MAX) Bytes rangeEnd,
        long limit,
        long revision,
        SortOrder sortOrder,
        SortTarget sortTarget,
        boolean keysOnly,
        boolean countOnly,
        long minModRevision,
        long maxModRevision,
        long minCreateRevision,
        long maxCreateRevision)
        implements Request {
    /** Which way the keys are sorted. */
    public enum SortOrder {
        @Tag(0)
        NONE,
        @Tag(1)
        ASCEND,
        @Tag(2)
        DESCEND
    }

    /** What they are sorted by; keys that are equal in it stay in ascending order. */
    public enum SortTarget {
        @Tag(0)
        KEY,
        @Tag(1)
        VERSION,
        @Tag(2)
        CREATE,
        @Tag(3)
        MOD,
        @Tag(4)
        VALUE
    }

    /** One key, now. */
    public static RangeRequest of(Bytes key) {
        return of(key, Bytes.EMPTY);
    }

    /** The keys of a range, now. */
    public static RangeRequest of(Bytes key, Bytes rangeEnd) {
        return new RangeRequest(
                key, rangeEnd, 0, 0, SortOrder.NONE, SortTarget.KEY, false, false, 0, 0, 0, 0);
    }

    /** All keys that begin with {@code prefix}, now. */
    public static RangeRequest prefix(Bytes prefix) {
        KeyRange keys = KeyRange.prefix(prefix);
        return of(keys.key(), keys.rangeEnd());
    }

    public RangeRequest withLimit(long limit) {
        return new RangeRequest(key, rangeEnd, limit, revision, sortOrder, sortTarget, keysOnly, countOnly,
                minModRevision, maxModRevision, minCreateRevision, maxCreateRevision);
    }

    public RangeRequest withRevision(long revision) {
        return new RangeRequest(key, rangeEnd, limit, revision, sortOrder, sortTarget, keysOnly, countOnly,
                minModRevision, maxModRevision, minCreateRevision, maxCreateRevision);
    }

    public RangeRequest sorted(SortOrder order, SortTarget target) {
        return new RangeRequest(key, rangeEnd, limit, revision, order, target, keysOnly, countOnly,
                minModRevision, maxModRevision, minCreateRevision, maxCreateRevision);
    }

    public RangeRequest withKeysOnly() {
        return new RangeRequest(key, rangeEnd, limit, revision, sortOrder, sortTarget, true, countOnly,
                minModRevision, maxModRevision, minCreateRevision, maxCreateRevision);
    }

    public RangeRequest withCountOnly() {
        return new RangeRequest(key, rangeEnd, limit, revision, sortOrder, sortTarget, keysOnly, true,
                minModRevision, maxModRevision, minCreateRevision, maxCreateRevision);
    }

    /** Only what was last changed at these revisions, both inclusive; 0: no such bound. */
    public RangeRequest modifiedAt(long minRevision, long maxRevision) {
        return new RangeRequest(key, rangeEnd, limit, revision, sortOrder, sortTarget, keysOnly, countOnly,
                minRevision, maxRevision, minCreateRevision, maxCreateRevision);
    }

    /** Only what was created at these revisions, both inclusive; 0: no such bound. */
    public RangeRequest createdAt(long minRevision, long maxRevision) {
        return new RangeRequest(key, rangeEnd, limit, revision, sortOrder, sortTarget, keysOnly, countOnly,
                minModRevision, maxModRevision, minRevision, maxRevision);
    }
}

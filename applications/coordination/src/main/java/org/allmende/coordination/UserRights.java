package org.allmende.coordination;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.allmende.coordination.KeyPermission.Access;
import org.allmende.ledger.encoding.Bytes;

/** What one user may do with which keys: all that its roles permit, ranges that meet or overlap taken together, as etcd. */
public final class UserRights {
    /** @param end the first key after it; none: it has no end */
    private record Span(Bytes begin, Optional<Bytes> end) {
        static Span of(KeyRange range) {
            Optional<Bytes> end = range.end();
            // In an empty range there is no key to be asked about; as etcd's checks it is still about its first.
            return end.isPresent() && end.get().compareTo(range.key()) <= 0
                    ? new Span(range.key(), KeyRange.single(range.key()).end())
                    : new Span(range.key(), end);
        }

        boolean covers(Span other) {
            return begin.compareTo(other.begin) <= 0 && reaches(other.end);
        }

        private boolean reaches(Optional<Bytes> to) {
            return end.isEmpty() || to.isPresent() && to.get().compareTo(end.get()) <= 0;
        }

        boolean meets(Span next) {
            return end.isEmpty() || next.begin.compareTo(end.get()) <= 0;
        }

        Span with(Span next) {
            return reaches(next.end) ? this : new Span(begin, next.end);
        }
    }

    private final boolean root;
    private final int permissions;
    private final List<Span> readable;
    private final List<Span> writable;

    private UserRights(boolean root, List<KeyPermission> permissions) {
        this.root = root;
        this.permissions = permissions.size();
        readable = merged(permissions, Access.READ);
        writable = merged(permissions, Access.WRITE);
    }

    /** Those of a user that there is. */
    public static UserRights of(AuthReading reading, AuthUser user) {
        return user.isRoot()
                ? new UserRights(true, List.of())
                : new UserRights(
                        false,
                        user.roles().stream()
                                .flatMap(role -> reading.role(role).stream())
                                .flatMap(role -> role.permissions().stream())
                                .toList());
    }

    private static List<Span> merged(List<KeyPermission> permissions, Access access) {
        List<Span> spans = permissions.stream()
                .filter(permission -> permission.access().includes(access))
                .map(permission -> Span.of(permission.range()))
                .sorted(Comparator.comparing(Span::begin))
                .toList();
        List<Span> merged = new ArrayList<>();
        for (Span span : spans) {
            if (merged.isEmpty() || !merged.getLast().meets(span)) {
                merged.add(span);
            } else {
                merged.add(merged.removeLast().with(span));
            }
        }
        return merged;
    }

    /** Whether everything is allowed. */
    public boolean root() {
        return root;
    }

    /** How many permissions had to be looked at. */
    int permissions() {
        return permissions;
    }

    /** Whether the user may see every key of the range, there or not. */
    public boolean mayRead(KeyRange range) {
        return may(readable, range);
    }

    /** Whether the user may change every key of the range, there or not. */
    public boolean mayWrite(KeyRange range) {
        return may(writable, range);
    }

    private boolean may(List<Span> spans, KeyRange range) {
        Span asked = Span.of(range);
        return root || spans.stream().anyMatch(span -> span.covers(asked));
    }

    /**
     * Whether the user may do all that a request could do, whichever branches of a transaction are taken: read what is
     * compared, read or answered as what was before, and write what is put or deleted. What its leases hold is asked for
     * elsewhere.
     */
    public boolean permit(Request request) {
        return switch (request) {
            case PutRequest put -> {
                KeyRange key = KeyRange.single(put.key());
                yield mayWrite(key) && (!put.prevKv() || mayRead(key));
            }
            case DeleteRangeRequest delete -> {
                KeyRange range = new KeyRange(delete.key(), delete.rangeEnd());
                yield mayWrite(range) && (!delete.prevKv() || mayRead(range));
            }
            case RangeRequest range -> mayRead(new KeyRange(range.key(), range.rangeEnd()));
            case TxnRequest txn ->
                txn.compares().stream().allMatch(each -> mayRead(new KeyRange(each.key(), each.rangeEnd())))
                        && txn.success().stream().allMatch(this::permit)
                        && txn.failure().stream().allMatch(this::permit);
        };
    }
}

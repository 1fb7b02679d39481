package org.allmende.gateway.http;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.allmende.coordination.AuthAnswer;
import org.allmende.coordination.Coordination;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.HistoryRequest;
import org.allmende.coordination.KeyRange;
import org.allmende.coordination.KeyValue;
import org.allmende.coordination.KeyspaceAnswer;
import org.allmende.coordination.KeyspacesAnswer;
import org.allmende.coordination.LeaseAnswer;
import org.allmende.coordination.LeasesAnswer;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.RangeRequest.SortOrder;
import org.allmende.coordination.RangeRequest.SortTarget;
import org.allmende.coordination.SpaceAnswer;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.table.View;

/** Queries of keyspaces, and the beginning of a watch. */
final class KeyspacePaths {
    /** So far ahead that asking for it tells the current revision and nothing else. */
    private static final long FROM_NOW_ON = 1L << 62;

    /** Of one page, unless asked otherwise. */
    private static final int LEASES = 100;

    private final LedgerPort port;
    private final Coordination coordination;
    private final Formats formats;
    private final Reads reads;
    private final LargeAnswers largeAnswers;
    private final HttpLimits limits;

    KeyspacePaths(
            LedgerPort port,
            Coordination coordination,
            Formats formats,
            Reads reads,
            LargeAnswers largeAnswers,
            HttpLimits limits) {
        this.port = port;
        this.coordination = coordination;
        this.formats = formats;
        this.reads = reads;
        this.largeAnswers = largeAnswers;
        this.limits = limits;
    }

    Reply keyspaces(Call call) throws InterruptedException {
        return formats.answer(call, 200, coordination.keyspaces(reads.view(call)), KeyspacesAnswer.class);
    }

    Reply keyspace(Call call) throws InterruptedException {
        KeyspaceAnswer answer = coordination.keyspace(reads.view(call), name(call));
        return switch (answer) {
            case KeyspaceAnswer.Found found -> formats.answer(call, 200, answer, KeyspaceAnswer.class);
            case KeyspaceAnswer.NotFound none -> throw notFound(call, none.height());
        };
    }

    Reply range(Call call) throws InterruptedException {
        RangeRequest request = rangeRequest(call);
        View view = reads.view(call);
        RangeAnswer answer = coordination.range(view, name(call), request);
        return switch (answer) {
            case RangeAnswer.Found found -> {
                long bytes = memoryOf(found.result().keyValues().stream());
                yield bytes < LargeAnswers.LARGE_BYTES
                        ? formats.answer(call, 200, answer, RangeAnswer.class)
                        : new Reply.Large(bytes, () -> formats.answer(call, 200, answer, RangeAnswer.class));
            }
            case RangeAnswer.Refused(long height, CoordinationReason reason) ->
                throw refused(call, view, reason);
        };
    }

    private static RangeRequest rangeRequest(Call call) {
        KeyRange keys = keys(call);
        return new RangeRequest(
                keys.key(),
                keys.rangeEnd(),
                call.number("limit", 0, 0, Long.MAX_VALUE),
                call.number("revision", 0, 0, Long.MAX_VALUE),
                call.constant("sortOrder", SortOrder.NONE, SortOrder.values()),
                call.constant("sortTarget", SortTarget.KEY, SortTarget.values()),
                call.flag("keysOnly"),
                call.flag("countOnly"),
                call.number("minModRevision", 0, 0, Long.MAX_VALUE),
                call.number("maxModRevision", 0, 0, Long.MAX_VALUE),
                call.number("minCreateRevision", 0, 0, Long.MAX_VALUE),
                call.number("maxCreateRevision", 0, 0, Long.MAX_VALUE));
    }

    /** Without key and rangeEnd: every key. */
    private static KeyRange keys(Call call) {
        if (call.parameter("key").isEmpty() && call.parameter("rangeEnd").isEmpty()) {
            return KeyRange.ALL;
        }
        return new KeyRange(
                call.bytes("key").orElse(Bytes.EMPTY), call.bytes("rangeEnd").orElse(Bytes.EMPTY));
    }

    /** About how many bytes it takes to send these: in JSON each has its base64 and its text, and all is copied. */
    static long memoryOf(Stream<KeyValue> keyValues) {
        return keyValues.mapToLong(each -> 6L * (each.key().length() + each.value().length() + 64)).sum();
    }

    /**
     * Every change of these keys from a revision on, one message for each revision. Refused before the stream begins
     * when the keyspace is unknown or the keys make no sense.
     */
    Reply watch(Call call) {
        KeyRange keys = keys(call);
        long from = firstRevision(call);
        boolean borsh = call.choice("as", "json", List.of("json", "borsh")).equals("borsh");
        HistoryRequest asked = HistoryRequest.of(keys, from == 0 ? FROM_NOW_ON : from);
        HistoryRequest request = call.flag("prevKv") ? asked.withPrevKv() : asked;
        View view = reads.local();
        HistoryAnswer first = coordination.history(view, name(call), request);
        return switch (first) {
            case HistoryAnswer.Page page -> new Reply.Streamed(watch(call, request, page.revision(), borsh));
            case HistoryAnswer.Compacted gone -> new Reply.Streamed(watch(call, request, gone.revision(), borsh));
            case HistoryAnswer.Refused(long height, CoordinationReason reason) -> throw refused(call, view, reason);
        };
    }

    private Watch watch(Call call, HistoryRequest request, long currentRevision, boolean borsh) {
        long from = request.fromRevision() == FROM_NOW_ON ? currentRevision + 1 : request.fromRevision();
        return new Watch(
                port,
                coordination,
                name(call),
                new HistoryRequest(request.key(), request.rangeEnd(), from, request.limit(), request.prevKv()),
                largeAnswers,
                limits.heartbeatMillis(),
                answer -> borsh
                        ? JsonViews.base64(formats.encode(answer, HistoryAnswer.class))
                        : formats.json().text(answer));
    }

    /** After what the reader has seen, or from where it asks; 0: from now on. */
    private static long firstRevision(Call call) {
        long asked = call.number("startRevision", 0, 0, Long.MAX_VALUE);
        return call.lastEventId().map(KeyspacePaths::revisionAfter).orElse(asked);
    }

    private static long revisionAfter(String lastEventId) {
        try {
            long seen = Long.parseLong(lastEventId);
            if (seen >= 0 && seen < Long.MAX_VALUE) {
                return seen + 1;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw Call.badParameter("the last event id of a watch is a revision, not '" + lastEventId + "'");
    }

    Reply leases(Call call) throws InterruptedException {
        long from = firstLease(call);
        int limit = (int) call.number("limit", LEASES, 1, LeasesAnswer.LEASES_MAX);
        LeasesAnswer answer = coordination.leases(reads.view(call), name(call), from, limit);
        return switch (answer) {
            case LeasesAnswer.Page page -> formats.answer(call, 200, answer, LeasesAnswer.class);
            case LeasesAnswer.NoKeyspace none -> throw notFound(call, none.height());
        };
    }

    /** The first id after the one named. */
    private static long firstLease(Call call) {
        if (call.parameter("after").isEmpty()) {
            return Long.MIN_VALUE;
        }
        return 1 + call.number("after", 0, Long.MIN_VALUE, Long.MAX_VALUE - 1);
    }

    Reply lease(Call call) throws InterruptedException {
        long lease = leaseId(call.place("lease"));
        LeaseAnswer answer = coordination.lease(reads.view(call), name(call), lease, call.flag("keys"));
        return switch (answer) {
            case LeaseAnswer.Found found -> {
                long bytes = 4L * found.keys().stream().mapToLong(Bytes::length).sum();
                yield bytes < LargeAnswers.LARGE_BYTES
                        ? formats.answer(call, 200, answer, LeaseAnswer.class)
                        : new Reply.Large(bytes, () -> formats.answer(call, 200, answer, LeaseAnswer.class));
            }
            case LeaseAnswer.NotFound none -> throw new RefusedException(Problem.of(
                            CoordinationReason.LEASE_NOT_FOUND,
                            404,
                            "there is no lease " + lease + " in keyspace '" + name(call) + "' as of height "
                                    + none.height())
                    .withMember("height", none.height()));
            case LeaseAnswer.NoKeyspace none -> throw notFound(call, none.height());
        };
    }

    private static long leaseId(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Call.badParameter("'" + text + "' is no lease id: it is a whole number of 64 bits, in decimal");
        }
    }

    /** Without what bcrypt made of passwords. */
    Reply auth(Call call) throws InterruptedException {
        AuthAnswer answer = coordination.authAnswer(reads.view(call), name(call));
        return switch (answer) {
            case AuthAnswer.Found found -> {
                long bytes = memoryOf(found);
                yield bytes < LargeAnswers.LARGE_BYTES
                        ? formats.answer(call, 200, answer, AuthAnswer.class)
                        : new Reply.Large(bytes, () -> formats.answer(call, 200, answer, AuthAnswer.class));
            }
            case AuthAnswer.NoKeyspace none -> throw notFound(call, none.height());
        };
    }

    Reply space(Call call) throws InterruptedException {
        SpaceAnswer answer = coordination.space(reads.view(call), name(call));
        return switch (answer) {
            case SpaceAnswer.Found found -> formats.answer(call, 200, answer, SpaceAnswer.class);
            case SpaceAnswer.NoKeyspace none -> throw notFound(call, none.height());
        };
    }

    /** About how many bytes it takes to send these. */
    static long memoryOf(AuthAnswer.Found found) {
        long users = found.allUsers().stream()
                .mapToLong(user -> 1 + user.roles().size())
                .sum();
        long permissions = found.allRoles().stream()
                .flatMap(role -> role.permissions().stream())
                .mapToLong(each -> 6L * (each.key().length() + each.rangeEnd().length() + 32))
                .sum();
        return 64 * users + permissions;
    }

    private static String name(Call call) {
        return call.place("name");
    }

    private static RefusedException notFound(Call call, long height) {
        return new RefusedException(Problem.of(
                        CoordinationReason.KEYSPACE_NOT_FOUND,
                        404,
                        "there is no keyspace '" + name(call) + "' as of height " + height)
                .withMember("height", height));
    }

    private RefusedException refused(Call call, View view, CoordinationReason reason) {
        if (reason == CoordinationReason.KEYSPACE_NOT_FOUND) {
            return notFound(call, view.height());
        }
        if (reason == CoordinationReason.COMPACTED) {
            return new RefusedException(problem(reason, 410, call, view)
                    .withMember("compactRevision", compactRevision(view, name(call))));
        }
        return new RefusedException(problem(reason, 400, call, view));
    }

    private static Problem problem(CoordinationReason reason, int status, Call call, View view) {
        String detail = reason.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " in keyspace '" + name(call)
                + "' as of height " + view.height();
        return Problem.of(reason, status, detail).withMember("height", view.height());
    }

    private long compactRevision(View view, String name) {
        return switch (coordination.keyspace(view, name)) {
            case KeyspaceAnswer.Found found -> found.keyspace().compactRevision();
            case KeyspaceAnswer.NotFound none -> 0;
        };
    }
}

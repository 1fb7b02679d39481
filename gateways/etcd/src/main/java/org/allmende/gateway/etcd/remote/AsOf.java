package org.allmende.gateway.etcd.remote;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.allmende.client.VouchedProgress.At;
import org.allmende.coordination.AuthAnswer;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.KeyEvent;
import org.allmende.coordination.LeaseAnswer;
import org.allmende.coordination.LeaseInfo;
import org.allmende.coordination.LeasesAnswer;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeResult;
import org.allmende.coordination.ReadAnswer;
import org.allmende.coordination.ReadRequest;
import org.allmende.coordination.SpaceAnswer;

/**
 * Answers as nodes that are well, and not at the same height, give them alike: without the height they are as of, and
 * without what has happened since the revision that is asked about.
 */
final class AsOf {
    private AsOf() {}

    /** @throws IOException when it is no answer to this question */
    static ReadAnswer of(ReadRequest request, ReadAnswer answer, At at) throws IOException {
        return switch (answer) {
            case ReadAnswer.Range(RangeAnswer range) when request instanceof ReadRequest.Range ->
                new ReadAnswer.Range(range(range, at));
            case ReadAnswer.History(HistoryAnswer history) when request instanceof ReadRequest.History ->
                new ReadAnswer.History(history(history, at));
            case ReadAnswer.Lease(LeaseAnswer lease) when request instanceof ReadRequest.Lease ->
                new ReadAnswer.Lease(lease(lease, at));
            case ReadAnswer.Leases(LeasesAnswer leases) when request instanceof ReadRequest.Leases ->
                new ReadAnswer.Leases(leases(leases, at));
            case ReadAnswer.Auth(AuthAnswer auth) when request instanceof ReadRequest.Auth ->
                new ReadAnswer.Auth(auth(auth, at));
            case ReadAnswer.Space(SpaceAnswer space) when request instanceof ReadRequest.Space ->
                new ReadAnswer.Space(space(space, at));
            case ReadAnswer other ->
                throw new IOException("it answered a " + request.getClass().getSimpleName() + " with a "
                        + other.getClass().getSimpleName());
        };
    }

    private static AuthAnswer auth(AuthAnswer answer, At at) {
        return switch (answer) {
            case AuthAnswer.Found found ->
                new AuthAnswer.Found(
                        at.height(),
                        found.enabled(),
                        found.revision(),
                        found.enabledAt(),
                        found.allUsers(),
                        found.allRoles());
            case AuthAnswer.NoKeyspace _ -> new AuthAnswer.NoKeyspace(at.height());
        };
    }

    private static SpaceAnswer space(SpaceAnswer answer, At at) {
        return switch (answer) {
            case SpaceAnswer.Found found ->
                new SpaceAnswer.Found(at.height(), found.bytes(), found.quotaBytes(), found.alarms(), found.removing());
            case SpaceAnswer.NoKeyspace _ -> new SpaceAnswer.NoKeyspace(at.height());
        };
    }

    private static RangeAnswer range(RangeAnswer answer, At at) {
        return switch (answer) {
            case RangeAnswer.Found(long height, RangeResult result) ->
                new RangeAnswer.Found(
                        at.height(),
                        new RangeResult(at.revision(), result.keyValues(), result.count(), result.more()));
            case RangeAnswer.Refused(long height, var reason) -> new RangeAnswer.Refused(at.height(), reason);
        };
    }

    private static HistoryAnswer history(HistoryAnswer answer, At at) {
        return switch (answer) {
            case HistoryAnswer.Page page -> {
                List<KeyEvent> events = page.events().stream()
                        .filter(event -> event.revision() <= at.revision())
                        .toList();
                long next = Math.min(page.nextRevision(), at.revision() + 1);
                yield new HistoryAnswer.Page(at.height(), at.revision(), next, events);
            }
            case HistoryAnswer.Compacted gone ->
                new HistoryAnswer.Compacted(at.height(), at.revision(), gone.compactRevision());
            case HistoryAnswer.Refused refused -> new HistoryAnswer.Refused(at.height(), refused.reason());
        };
    }

    private static LeaseAnswer lease(LeaseAnswer answer, At at) {
        return switch (answer) {
            case LeaseAnswer.Found found ->
                new LeaseAnswer.Found(at.height(), at.revision(), found.lease(), found.keys());
            case LeaseAnswer.NotFound _ -> new LeaseAnswer.NotFound(at.height(), at.revision());
            case LeaseAnswer.NoKeyspace _ -> new LeaseAnswer.NoKeyspace(at.height());
        };
    }

    private static LeasesAnswer leases(LeasesAnswer answer, At at) {
        return switch (answer) {
            case LeasesAnswer.Page page ->
                new LeasesAnswer.Page(at.height(), at.revision(), page.leases(), page.more());
            case LeasesAnswer.NoKeyspace _ -> new LeasesAnswer.NoKeyspace(at.height());
        };
    }

    /**
     * What must be the same: not when leases end, for they are renewed all the time, and not how many keys they have in a
     * list of them; nor the bytes of a keyspace, which is changed all the time.
     */
    static List<ReadAnswer> withoutEnds(List<ReadAnswer> answers) {
        return answers.stream()
                .map(answer -> answer instanceof ReadAnswer.Space(SpaceAnswer.Found space)
                        ? ofSpace(space, 0, false)
                        : mapped(answer, AsOf::withoutEnd))
                .toList();
    }

    private static ReadAnswer ofSpace(SpaceAnswer.Found space, long bytes, boolean removing) {
        return new ReadAnswer.Space(
                new SpaceAnswer.Found(space.height(), bytes, space.quotaBytes(), space.alarms(), removing));
    }

    /** The least bytes that one of them tells; and nothing is removed any more when none of them says so. */
    private static ReadAnswer leastSpace(SpaceAnswer.Found first, List<ReadAnswer> alike) {
        List<SpaceAnswer.Found> all = alike.stream()
                .map(each -> (SpaceAnswer.Found) ((ReadAnswer.Space) each).answer())
                .toList();
        long least = all.stream().mapToLong(SpaceAnswer.Found::bytes).min().orElse(first.bytes());
        return ofSpace(first, least, all.stream().anyMatch(SpaceAnswer.Found::removing));
    }

    private static LeaseInfo withoutEnd(LeaseInfo lease, int place) {
        return new LeaseInfo(lease.lease(), lease.account(), lease.ttlSeconds(), 0, 0);
    }

    /**
     * One answer of several that differ in nothing else: with the earliest end that one of them tells of each lease, and
     * the least bytes of a keyspace.
     */
    static List<ReadAnswer> withEarliestEnds(List<List<ReadAnswer>> alike) {
        List<ReadAnswer> answers = new ArrayList<>();
        for (int i = 0; i < alike.getFirst().size(); i++) {
            int number = i;
            if (alike.getFirst().get(i) instanceof ReadAnswer.Space(SpaceAnswer.Found space)) {
                answers.add(leastSpace(
                        space, alike.stream().map(each -> each.get(number)).toList()));
                continue;
            }
            answers.add(mapped(alike.getFirst().get(i), (lease, place) -> {
                long earliest = alike.stream()
                        .mapToLong(each -> leasesOf(each.get(number)).get(place).endMillis())
                        .min()
                        .orElse(lease.endMillis());
                return new LeaseInfo(lease.lease(), lease.account(), lease.ttlSeconds(), earliest, lease.keys());
            }));
        }
        return answers;
    }

    /** Makes another of a lease, which is at this place among those of an answer. */
    private interface Mapping {
        LeaseInfo of(LeaseInfo lease, int place);
    }

    private static ReadAnswer mapped(ReadAnswer answer, Mapping mapping) {
        return switch (answer) {
            case ReadAnswer.Lease(LeaseAnswer.Found found) ->
                new ReadAnswer.Lease(new LeaseAnswer.Found(
                        found.height(), found.revision(), mapping.of(found.lease(), 0), found.keys()));
            case ReadAnswer.Leases(LeasesAnswer.Page page) ->
                new ReadAnswer.Leases(new LeasesAnswer.Page(
                        page.height(),
                        page.revision(),
                        IntStream.range(0, page.leases().size())
                                .mapToObj(place -> mapping.of(page.leases().get(place), place))
                                .toList(),
                        page.more()));
            case ReadAnswer other -> other;
        };
    }

    private static List<LeaseInfo> leasesOf(ReadAnswer answer) {
        return switch (answer) {
            case ReadAnswer.Lease(LeaseAnswer.Found found) -> List.of(found.lease());
            case ReadAnswer.Leases(LeasesAnswer.Page page) -> page.leases();
            case ReadAnswer _ -> List.of();
        };
    }
}

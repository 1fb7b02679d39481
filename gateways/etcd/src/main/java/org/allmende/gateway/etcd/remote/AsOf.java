package org.allmende.gateway.etcd.remote;

import java.io.IOException;
import java.util.List;
import org.allmende.client.VouchedProgress.At;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.KeyEvent;
import org.allmende.coordination.LeaseAnswer;
import org.allmende.coordination.LeaseInfo;
import org.allmende.coordination.LeasesAnswer;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeResult;
import org.allmende.coordination.ReadAnswer;
import org.allmende.coordination.ReadRequest;

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
            case ReadAnswer other ->
                throw new IOException("it answered a " + request.getClass().getSimpleName() + " with a "
                        + other.getClass().getSimpleName());
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

    /** Without ends and numbers of keys: they change all the time, and which leases there are is what is asked. */
    private static LeasesAnswer leases(LeasesAnswer answer, At at) {
        return switch (answer) {
            case LeasesAnswer.Page page ->
                new LeasesAnswer.Page(
                        at.height(),
                        at.revision(),
                        page.leases().stream()
                                .map(each -> new LeaseInfo(each.lease(), each.account(), each.ttlSeconds(), 0, 0))
                                .toList(),
                        page.more());
            case LeasesAnswer.NoKeyspace _ -> new LeasesAnswer.NoKeyspace(at.height());
        };
    }
}

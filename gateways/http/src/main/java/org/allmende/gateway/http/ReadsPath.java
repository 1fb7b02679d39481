package org.allmende.gateway.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.allmende.coordination.AuthAnswer;
import org.allmende.coordination.Coordination;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.KeyValue;
import org.allmende.coordination.LeaseAnswer;
import org.allmende.coordination.LeasesAnswer;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.ReadAnswer;
import org.allmende.coordination.ReadRequest;
import org.allmende.coordination.ReadsAnswer;
import org.allmende.coordination.ReadsRequest;
import org.allmende.coordination.SpaceAnswer;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.table.View;

/** Many questions about a keyspace at once, of a height that is waited for: how programs hold nodes against each other. */
final class ReadsPath {
    static final String HEIGHT = "height";
    static final String REVISION = "revision";

    private final LedgerPort port;
    private final Coordination coordination;
    private final Formats formats;
    private final HttpLimits limits;

    ReadsPath(LedgerPort port, Coordination coordination, Formats formats, HttpLimits limits) {
        this.port = port;
        this.coordination = coordination;
        this.formats = formats;
        this.limits = limits;
    }

    Reply reads(Call call) throws InterruptedException {
        ReadsRequest request = request(call);
        long height = call.number(HEIGHT, 0, 0, Long.MAX_VALUE);
        long revision = call.number(REVISION, 0, 0, Long.MAX_VALUE);
        String keyspace = call.place("name");
        long waitMillis = call.number(TransactionPaths.WAIT, 0, 0, limits.waitMillisMax());
        View view = viewOf(keyspace, height, revision, waitMillis);
        long found = coordination.revision(view, keyspace);
        boolean come = view.height() >= height && found >= revision;
        List<ReadAnswer> answers = new ArrayList<>();
        long bytes = 0;
        for (ReadRequest each : come ? request.requests() : List.<ReadRequest>of()) {
            ReadAnswer answer = answer(view, keyspace, each);
            bytes += bytesOf(answer);
            if (bytes > ReadsAnswer.BYTES_MAX && !answers.isEmpty()) {
                break;
            }
            answers.add(answer);
        }
        ReadsAnswer answer = new ReadsAnswer(view.height(), view.timeMillis(), found, answers);
        return bytes < LargeAnswers.LARGE_BYTES
                ? formats.answer(call, 200, answer, ReadsAnswer.class)
                : new Reply.Large(6 * bytes, () -> formats.answer(call, 200, answer, ReadsAnswer.class));
    }

    private ReadsRequest request(Call call) {
        try {
            return formats.codec(ReadsRequest.class).decode(call.body());
        } catch (MalformedException e) {
            throw new RefusedException(
                    Refusal.MALFORMED,
                    "not the Borsh bytes of a list of at most " + ReadsRequest.REQUESTS_MAX + " questions: "
                            + e.getMessage());
        }
    }

    /** A view of this height and revision, or the newest there is when the time is over. */
    private View viewOf(String keyspace, long height, long revision, long waitMillis) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        View view = port.view();
        while (view.height() < height || coordination.revision(view, keyspace) < revision) {
            Duration left = Duration.ofNanos(endNanos - System.nanoTime());
            if (left.toMillis() <= 0) {
                break;
            }
            view = port.viewAbove(Math.max(view.height(), height - 1), left);
        }
        return view;
    }

    private ReadAnswer answer(View view, String keyspace, ReadRequest request) {
        return switch (request) {
            case ReadRequest.Range range -> new ReadAnswer.Range(coordination.range(view, keyspace, range.request()));
            case ReadRequest.History history ->
                new ReadAnswer.History(coordination.history(view, keyspace, history.request()));
            case ReadRequest.Lease lease ->
                new ReadAnswer.Lease(coordination.lease(view, keyspace, lease.lease(), lease.withKeys()));
            case ReadRequest.Leases leases ->
                new ReadAnswer.Leases(coordination.leases(view, keyspace, leases.from(), leases.limit()));
            case ReadRequest.Auth auth -> new ReadAnswer.Auth(coordination.authAnswer(view, keyspace));
            case ReadRequest.Space space -> new ReadAnswer.Space(coordination.space(view, keyspace));
        };
    }

    private static long bytesOf(ReadAnswer answer) {
        return switch (answer) {
            case ReadAnswer.Range(RangeAnswer.Found found) ->
                bytesOf(found.result().keyValues().stream());
            case ReadAnswer.Range(RangeAnswer.Refused refused) -> 16;
            case ReadAnswer.History(HistoryAnswer.Page page) ->
                bytesOf(page.events().stream()
                        .flatMap(event -> Stream.concat(Stream.of(event.keyValue()), event.prevKv().stream())));
            case ReadAnswer.History(HistoryAnswer.Compacted compacted) -> 32;
            case ReadAnswer.History(HistoryAnswer.Refused refused) -> 16;
            case ReadAnswer.Lease(LeaseAnswer.Found found) ->
                80 + found.keys().stream().mapToLong(Bytes::length).sum();
            case ReadAnswer.Lease(LeaseAnswer.NotFound none) -> 16;
            case ReadAnswer.Lease(LeaseAnswer.NoKeyspace none) -> 16;
            case ReadAnswer.Leases(LeasesAnswer.Page page) -> 80L * page.leases().size();
            case ReadAnswer.Leases(LeasesAnswer.NoKeyspace none) -> 16;
            case ReadAnswer.Auth(AuthAnswer.Found found) -> KeyspacePaths.memoryOf(found);
            case ReadAnswer.Auth(AuthAnswer.NoKeyspace none) -> 16;
            case ReadAnswer.Space(SpaceAnswer.Found found) ->
                32 + 16L * found.alarms().size();
            case ReadAnswer.Space(SpaceAnswer.NoKeyspace none) -> 16;
        };
    }

    private static long bytesOf(Stream<KeyValue> keyValues) {
        return keyValues.mapToLong(each -> each.key().length() + each.value().length() + 64).sum();
    }
}

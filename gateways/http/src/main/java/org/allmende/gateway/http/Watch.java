package org.allmende.gateway.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.allmende.coordination.Coordination;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.HistoryRequest;
import org.allmende.coordination.KeyEvent;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.table.View;

/**
 * Follows the history of some keys. It keeps nothing but the revision it goes on from: each page is read from a view,
 * and a message holds one whole revision, whose number is its id. So a reader that resumes gets every revision once,
 * from this node or another.
 */
final class Watch implements Reply.Writer {
    private final LedgerPort port;
    private final Coordination coordination;
    private final String keyspace;
    private final HistoryRequest request;
    private final LargeAnswers largeAnswers;
    private final long heartbeatMillis;
    private final Function<HistoryAnswer, String> encoding;

    Watch(
            LedgerPort port,
            Coordination coordination,
            String keyspace,
            HistoryRequest request,
            LargeAnswers largeAnswers,
            long heartbeatMillis,
            Function<HistoryAnswer, String> encoding) {
        this.port = port;
        this.coordination = coordination;
        this.keyspace = keyspace;
        this.request = request;
        this.largeAnswers = largeAnswers;
        this.heartbeatMillis = heartbeatMillis;
        this.encoding = encoding;
    }

    @Override
    public void write(EventStream out) throws InterruptedException {
        long next = request.fromRevision();
        View view = port.view();
        out.heartbeat(Long.toString(next - 1));
        while (out.isOpen()) {
            HistoryAnswer answer = coordination.history(view, keyspace, from(next));
            switch (answer) {
                case HistoryAnswer.Page page -> {
                    send(page, out);
                    next = page.nextRevision();
                    if (page.nextRevision() > page.revision()) {
                        view = newer(view, Long.toString(next - 1), out);
                    }
                }
                case HistoryAnswer.Compacted compacted -> {
                    out.send("compacted", null, encoding.apply(compacted));
                    return;
                }
                case HistoryAnswer.Refused refused -> {
                    out.send("refused", null, encoding.apply(refused));
                    return;
                }
            }
        }
    }

    /** A view above this one. While there is none, shows the reader that it is still served, and how far it has seen. */
    private View newer(View view, String id, EventStream out) throws InterruptedException {
        while (out.isOpen()) {
            View newest = port.viewAbove(view.height(), Duration.ofMillis(heartbeatMillis));
            if (newest.height() > view.height()) {
                return newest;
            }
            out.heartbeat(id);
        }
        return view;
    }

    private HistoryRequest from(long revision) {
        return new HistoryRequest(
                request.key(), request.rangeEnd(), revision, request.limit(), request.prevKv());
    }

    private void send(HistoryAnswer.Page page, EventStream out) throws InterruptedException {
        List<KeyEvent> revision = new ArrayList<>();
        for (int i = 0; i < page.events().size(); i++) {
            revision.add(page.events().get(i));
            boolean isLast = i + 1 == page.events().size()
                    || page.events().get(i + 1).revision() != page.events().get(i).revision();
            if (isLast) {
                long number = page.events().get(i).revision();
                HistoryAnswer.Page message =
                        new HistoryAnswer.Page(page.height(), page.revision(), number + 1, revision);
                send(message, number, out);
                revision.clear();
            }
        }
    }

    private void send(HistoryAnswer.Page message, long revision, EventStream out) throws InterruptedException {
        long bytes = KeyspacePaths.memoryOf(message.events().stream()
                .flatMap(event -> Stream.concat(Stream.of(event.keyValue()), event.prevKv().stream())));
        if (bytes < LargeAnswers.LARGE_BYTES) {
            out.send(null, Long.toString(revision), encoding.apply(message));
            return;
        }
        while (!largeAnswers.enter(bytes, heartbeatMillis)) {
            out.heartbeat(Long.toString(revision - 1));
        }
        try {
            out.send(null, Long.toString(revision), encoding.apply(message));
        } finally {
            largeAnswers.leave(bytes);
        }
    }
}

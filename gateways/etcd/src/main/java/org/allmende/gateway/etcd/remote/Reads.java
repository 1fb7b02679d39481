package org.allmende.gateway.etcd.remote;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.allmende.client.NoNodeException;
import org.allmende.client.RefusedException;
import org.allmende.client.VouchedClient;
import org.allmende.client.VouchedProgress.At;
import org.allmende.coordination.AuthAnswer;
import org.allmende.coordination.AuthReading;
import org.allmende.coordination.ReadAnswer;
import org.allmende.coordination.ReadRequest;
import org.allmende.coordination.ReadsAnswer;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.etcd.store.UnavailableException;
import org.allmende.gateway.etcd.store.UnavailableException.Cause;

/**
 * Questions on their way to the nodes. Those that come while some are under way are asked together: the more there are, the
 * more travel at once. Any thread.
 */
final class Reads {
    /** Requests under way at once; further questions wait for one to be answered. */
    static final int UNDER_WAY_MAX = 4;

    /** Questions in one request, and about how many bytes of them: less than a node takes. */
    static final int TOGETHER_MAX = 256;

    static final int BYTES_MAX = 64 * 1_024;

    private final VouchedClient client;
    private final String keyspace;
    private final Executor executor;
    private final Queue<Question> waiting = new ArrayDeque<>();
    private int underWay;

    /** @param at as of which height and revision it is asked */
    private record Question(ReadRequest request, At at, CompletableFuture<ReadAnswer> answer) {
        int bytes() {
            return 64
                    + switch (request) {
                        case ReadRequest.Range(var range) ->
                            range.key().length() + range.rangeEnd().length();
                        case ReadRequest.History(var history) ->
                            history.key().length() + history.rangeEnd().length();
                        case ReadRequest.Lease _ -> 0;
                        case ReadRequest.Leases _ -> 0;
                        case ReadRequest.Auth _ -> 0;
                        case ReadRequest.Space _ -> 0;
                    };
        }
    }

    Reads(VouchedClient client, String keyspace, Executor executor) {
        this.client = client;
        this.keyspace = keyspace;
        this.executor = executor;
    }

    /**
     * What enough nodes answer, with what they may differ in set to that of {@code at}.
     *
     * @throws UnavailableException when not enough say the same in time
     */
    ReadAnswer ask(ReadRequest request, At at) {
        Question question = new Question(request, at, new CompletableFuture<>());
        synchronized (this) {
            waiting.add(question);
        }
        startAsking();
        try {
            return question.answer().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UnavailableException unavailable) {
                throw unavailable;
            }
            throw new IllegalStateException("a question failed", e.getCause());
        }
    }

    /** Users and roles; nobody is asked for where there is no such keyspace. @throws UnavailableException as {@link #ask} */
    AuthReading users(At at) {
        return switch (((ReadAnswer.Auth) ask(new ReadRequest.Auth(), at)).answer()) {
            case AuthAnswer.Found found -> found;
            case AuthAnswer.NoKeyspace _ ->
                new AuthAnswer.Found(at.height(), false, 1, 0, List.of(), List.of());
        };
    }

    private void startAsking() {
        List<Question> together = next();
        if (!together.isEmpty()) {
            executor.execute(() -> askAll(together));
        }
    }

    /** Empty: there is nothing to ask, or enough is under way. */
    private synchronized List<Question> next() {
        List<Question> together = new ArrayList<>();
        if (underWay >= UNDER_WAY_MAX) {
            return together;
        }
        int bytes = 0;
        while (!waiting.isEmpty() && together.size() < TOGETHER_MAX) {
            bytes += waiting.element().bytes();
            boolean alone = waiting.element().request() instanceof ReadRequest.History;
            if (!together.isEmpty() && (bytes > BYTES_MAX || alone)) {
                break;
            }
            together.add(waiting.remove());
            if (alone) {
                break; // nodes that are further on have more to say, and all together may be cut short
            }
        }
        if (!together.isEmpty()) {
            underWay++;
        }
        return together;
    }

    private void askAll(List<Question> together) {
        List<Question> left = together;
        try {
            while (!left.isEmpty()) {
                List<ReadAnswer> answers = ask(left);
                for (int i = 0; i < answers.size(); i++) {
                    left.get(i).answer().complete(answers.get(i));
                }
                left = left.subList(answers.size(), left.size());
            }
        } catch (RuntimeException | Error e) {
            left.forEach(question -> question.answer().completeExceptionally(e));
        } finally {
            synchronized (this) {
                underWay--;
            }
            startAsking();
        }
    }

    private List<ReadAnswer> ask(List<Question> together) {
        long height = together.stream().mapToLong(each -> each.at().height()).max().orElse(0);
        long revision = together.stream().mapToLong(each -> each.at().revision()).max().orElse(0);
        List<ReadRequest> requests = together.stream().map(Question::request).toList();
        try {
            return AsOf.withEarliestEnds(client.reads(
                    keyspace,
                    height,
                    revision,
                    requests,
                    Store.PATIENCE,
                    answer -> asOf(together, answer),
                    AsOf::withoutEnds));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(Cause.CLOSED, "this gateway is being closed: ask another one");
        } catch (NoNodeException | RefusedException e) {
            throw new UnavailableException(Cause.NOT_ORDERING, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UnavailableException(Cause.TIMED_OUT, String.valueOf(e.getMessage()));
        }
    }

    /** @throws IOException when the answers are not of these questions */
    private static List<ReadAnswer> asOf(List<Question> together, ReadsAnswer answer) throws IOException {
        if (answer.answers().isEmpty() || answer.answers().size() > together.size()) {
            throw new IOException(
                    "it gave " + answer.answers().size() + " answers to " + together.size() + " questions");
        }
        List<ReadAnswer> asOf = new ArrayList<>();
        for (int i = 0; i < answer.answers().size(); i++) {
            Question question = together.get(i);
            asOf.add(AsOf.of(question.request(), answer.answers().get(i), question.at()));
        }
        return asOf;
    }
}

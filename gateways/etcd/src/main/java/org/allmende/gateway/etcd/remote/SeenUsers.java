package org.allmende.gateway.etcd.remote;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.allmende.client.VouchedProgress.At;
import org.allmende.coordination.AuthReading;

/**
 * Users and roles as enough nodes have said, without what bcrypt made of passwords, which no node says: kept for a second,
 * since everything that is done asks for them. Whoever asks while they are being asked for has the same answer. What is
 * changed is judged by the network all the same. Any thread.
 */
final class SeenUsers {
    /** For so long a user may still read what it may not any more. */
    static final Duration AGE_MAX = Duration.ofSeconds(1);

    private final Function<At, AuthReading> nodes;
    private Optional<Seen> seen = Optional.empty();
    private Optional<CompletableFuture<AuthReading>> asked = Optional.empty();

    private record Seen(AuthReading users, long nanos) {
        boolean isFresh() {
            return System.nanoTime() - nanos < AGE_MAX.toNanos();
        }
    }

    /** @param nodes asks them */
    SeenUsers(Function<At, AuthReading> nodes) {
        this.nodes = nodes;
    }

    /** @throws org.allmende.gateway.etcd.store.UnavailableException when not enough nodes say the same in time */
    AuthReading at(At at) {
        CompletableFuture<AuthReading> answer = new CompletableFuture<>();
        Optional<CompletableFuture<AuthReading>> others;
        synchronized (this) {
            if (seen.isPresent() && seen.get().isFresh()) {
                return seen.get().users();
            }
            others = asked;
            if (others.isEmpty()) {
                asked = Optional.of(answer);
            }
        }
        if (others.isPresent()) {
            return join(others.get());
        }
        ask(at, answer);
        return join(answer);
    }

    private void ask(At at, CompletableFuture<AuthReading> answer) {
        long nanos = System.nanoTime();
        try {
            AuthReading users = nodes.apply(at);
            end(answer, Optional.of(new Seen(users, nanos)));
            answer.complete(users);
        } catch (RuntimeException | Error e) {
            end(answer, Optional.empty());
            answer.completeExceptionally(e);
        }
    }

    private synchronized void end(CompletableFuture<AuthReading> answer, Optional<Seen> now) {
        if (asked.filter(answer::equals).isPresent()) {
            asked = Optional.empty();
            seen = now;
        }
    }

    private static AuthReading join(CompletableFuture<AuthReading> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /** They have changed, or may have: what was asked for before is not kept. */
    synchronized void forget() {
        seen = Optional.empty();
        asked = Optional.empty();
    }
}

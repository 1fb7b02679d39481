package org.allmende.gateway.etcd.remote;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.allmende.client.VouchedProgress.At;
import org.allmende.coordination.AuthAnswer;
import org.allmende.coordination.AuthReading;
import org.allmende.coordination.ReadAnswer;
import org.allmende.coordination.ReadRequest;

/**
 * Users and roles as enough nodes have said, without what bcrypt made of passwords, which no node says: kept for a second,
 * since everything that is done asks for them. What is changed is judged by the network all the same. Any thread.
 */
final class SeenUsers {
    /** For so long a user may still read what it may not any more. */
    static final Duration AGE_MAX = Duration.ofSeconds(1);

    private final Reads reads;
    private volatile Optional<Seen> seen = Optional.empty();

    private record Seen(AuthReading users, long nanos) {}

    SeenUsers(Reads reads) {
        this.reads = reads;
    }

    AuthReading at(At at) {
        Optional<Seen> before = seen;
        if (before.isPresent() && System.nanoTime() - before.get().nanos() < AGE_MAX.toNanos()) {
            return before.get().users();
        }
        long asked = System.nanoTime();
        AuthReading users =
                switch (((ReadAnswer.Auth) reads.ask(new ReadRequest.Auth(), at)).answer()) {
                    case AuthAnswer.Found found -> found;
                    case AuthAnswer.NoKeyspace _ ->
                        new AuthAnswer.Found(at.height(), false, 1, 0, List.of(), List.of());
                };
        seen = Optional.of(new Seen(users, asked));
        return users;
    }

    /** They have changed, or may have. */
    void forget() {
        seen = Optional.empty();
    }
}

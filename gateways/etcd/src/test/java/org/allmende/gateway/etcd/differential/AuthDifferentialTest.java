package org.allmende.gateway.etcd.differential;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.allmende.gateway.etcd.differential.AuthSequences.Asked;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** No user can tell the gateway from etcd: the same changes of users and requests of theirs, on both. */
class AuthDifferentialTest {
    private static final int STEPS = 100;

    @TempDir
    static Path dir;

    @BeforeAll
    static void assumeInstalled() {
        EtcdProcess.assumeInstalled();
    }

    @Seeds(5)
    void usersAreAnsweredAsByEtcd(Seed seed) {
        List<Asked> done = new ArrayList<>();
        try (Pair pair = Pair.start(dir)) {
            AuthSide theirs = new AuthSide(pair.etcd.channel);
            AuthSide ours = new AuthSide(pair.node.channel);
            for (Asked asked : AuthSequences.of(seed, STEPS)) {
                done.add(asked);
                CompletableFuture<String> our =
                        CompletableFuture.supplyAsync(() -> ours.ask(asked.user(), asked.request()), Pair.THREADS);
                String their = theirs.ask(asked.user(), asked.request());
                if (!their.equals(our.join())) {
                    throw new AssertionError("step " + done.size() + ": " + asked + "\n  etcd:    " + their
                            + "\n  gateway: " + our.join() + "\nafter\n"
                            + String.join("\n", done.stream().map(Asked::toString).toList()));
                }
            }
        }
    }
}

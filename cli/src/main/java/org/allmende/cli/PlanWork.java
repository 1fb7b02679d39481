package org.allmende.cli;

import org.allmende.cli.Where.Target;
import org.allmende.client.NetworkClient;
import org.allmende.client.Plans;
import org.allmende.node.Refusal;

/** What is common to the verbs about plans. */
final class PlanWork {
    private PlanWork() {}

    /** What is done with plans. */
    interface Work {
        int with(Plans plans) throws Exception;
    }

    static int run(Screen screen, Target target, Keyspace keyspace, Work work) throws Exception {
        try (var _ = Waiting.on(screen, "waiting for the network's answer");
                NetworkClient client = target.client()) {
            return work.with(new Plans(client, keyspace.name()));
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "correct it", e);
        }
    }
}

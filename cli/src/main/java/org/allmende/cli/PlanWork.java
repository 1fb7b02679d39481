package org.allmende.cli;

import org.allmende.cli.Where.Target;
import org.allmende.client.Keys;
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

    /** Signs with the keys that were named, or the owner's. */
    static int writing(Screen screen, Keyspace.Writing keyspace, Work work) throws Exception {
        Target target = keyspace.find();
        try (var _ = Waiting.on(screen, "waiting for a receipt");
                NetworkClient client = target.client()) {
            return work.with(new Plans(client, keyspace.keys(target), keyspace.name()));
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "correct it", e);
        }
    }

    /** Who reads signs nothing. */
    static int reading(Screen screen, Keyspace.Reading keyspace, Work work) throws Exception {
        Target target = keyspace.find();
        try (var _ = Waiting.on(screen, "waiting for an answer");
                NetworkClient client = target.client()) {
            return work.with(new Plans(client, Keys.generate(), keyspace.name()));
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "correct it", e);
        }
    }
}

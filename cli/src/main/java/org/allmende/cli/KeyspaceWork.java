package org.allmende.cli;

import org.allmende.cli.Where.Target;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.ledger.genesis.Names;
import org.allmende.node.Refusal;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What is common to the verbs that change a keyspace itself: who signs, and which keyspace. */
final class KeyspaceWork {
    @Mixin
    private Signing signing = new Signing();

    @Parameters(index = "0", paramLabel = "NAME", description = "The keyspace's name.")
    private String name = "";

    /** What to do with the keyspace of a name. */
    interface Work {
        CoordinationOperation on(String keyspace) throws Refusal;
    }

    /** Signs and submits it, and answers OK once there is a receipt. */
    int submit(Screen screen, Work work) throws Exception {
        CoordinationOperation operation = work.on(checked(name));
        Target target = signing.find();
        Signed.Done done = Signed.submit(screen, target, signing.owner(target), operation);
        screen.answer("OK");
        screen.tell(done.asOf());
        return Exit.OK;
    }

    /** @throws Refusal when no keyspace can have this name */
    static String checked(String name) throws Refusal {
        try {
            Names.check("keyspace", name);
            return name;
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "take another name", e);
        }
    }
}

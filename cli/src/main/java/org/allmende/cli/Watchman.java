package org.allmende.cli;

import java.util.HashSet;
import java.util.Set;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.node.Refusal;

/** Stays with a network that runs in the foreground: says which nodes go and come. A Ctrl-C stops all of them. */
final class Watchman {
    private static final long LOOK_MILLIS = 500;

    private final Screen screen;
    private final LocalNodes local;
    private final NetworkFolder folder;

    Watchman(Screen screen, LocalNodes local, NetworkFolder folder) {
        this.screen = screen;
        this.local = local;
        this.folder = folder;
    }

    /** Returns when no node runs any more. */
    int watch() throws Refusal, InterruptedException {
        Set<String> running = new HashSet<>(
                folder.nodesHere().stream().map(NodeCard::name).toList());
        while (!running.isEmpty()) {
            local.pause(LOOK_MILLIS);
            for (NodeCard node : folder.cardsHere()) {
                boolean runs = local.running(node).isPresent();
                if (runs && running.add(node.name())) {
                    screen.tell(node.name() + " runs.");
                } else if (!runs && running.remove(node.name())) {
                    screen.tell(ended(node));
                }
            }
        }
        screen.tell("No node runs any more.");
        return Exit.OK;
    }

    private String ended(NodeCard node) throws Refusal {
        if (folder.roster().named(node.name()).isEmpty()) {
            return node.name() + " ended: the members have taken it out of the roster.";
        }
        return node.name() + " ended" + local.end(node).map(how -> " (" + how + ")").orElse("")
                + ". Bring it back from another terminal: " + Words.command() + " up --detach";
    }
}

package org.allmende.client;

import java.util.Locale;

/** What a read is worth. */
public enum Consistency {
    /** Sees everything acknowledged before the read was made, to whomever. Waits for the network. */
    LINEARIZABLE,
    /** Whatever the asked node has applied; at once, and possibly behind. */
    LOCAL;

    String parameter() {
        return "consistency=" + name().toLowerCase(Locale.ROOT);
    }
}

package org.allmende.client;

import java.io.IOException;
import org.allmende.ledger.genesis.NetworkId;

/** A node is none of this network: it is as good as not there. */
final class WrongNetworkException extends IOException {
    private static final long serialVersionUID = 1L;

    WrongNetworkException(NetworkId found, NetworkId expected) {
        super("it belongs to network " + found + ", not to " + expected
                + ": leave this node out, or choose the other network");
    }
}

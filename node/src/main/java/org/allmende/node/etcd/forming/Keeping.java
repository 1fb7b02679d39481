package org.allmende.node.etcd.forming;

import org.allmende.ledger.genesis.Genesis;
import org.allmende.node.Refusal;

/** What a member keeps of the exchange; on disk when a method returns. */
public interface Keeping {
    /**
     * This genesis, and no other one ever. The network has not begun.
     *
     * @throws Refusal when it cannot be kept
     */
    void bind(Genesis genesis) throws Refusal;

    /**
     * All are bound to it: the network may begin.
     *
     * @throws Refusal when it cannot be kept
     */
    void settle(Genesis genesis) throws Refusal;
}

package org.allmende.simulation;

import java.util.List;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.checkpoint.Checkpoint;
import org.allmende.ledger.checkpoint.CheckpointOperation;
import org.allmende.ledger.checkpoint.CheckpointOperation.VouchFor;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.checkpoint.Vouch;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.Group;

/**
 * Has checkpoints taken while everything else goes on; the nodes vouch by themselves.
 *
 * @param lies whether somebody with the key of a node states what is not so
 */
record CheckpointWorkload(boolean lies) implements Workload {
    private static final TallyWorkload ELSE = new TallyWorkload();

    @Override
    public void act(SimulatedNetwork network, Seed seed) {
        switch (seed.between(1, 10)) {
            case 1, 2 -> network.clients()
                    .submit(
                            seed.oneIn(4) ? SimulatedNetwork.OWNER : SimulatedNetwork.OPERATOR,
                            Group.of(new CheckpointOperation.Take()));
            case 3, 4 -> {
                if (lies) {
                    lie(network, seed);
                }
            }
            default -> ELSE.act(network, seed);
        }
    }

    /** About the newest checkpoint that some node knows. */
    private static void lie(SimulatedNetwork network, Seed seed) {
        SimulatedNode told = seed.pick(network.nodes());
        if (!told.isUp()) {
            return;
        }
        List<Checkpoint> kept = told.port().checkpoints(told.port().view());
        if (kept.isEmpty()) {
            return;
        }
        Checkpoint newest = kept.getLast();
        NetworkId about = seed.oneIn(6) ? new NetworkId(Bytes.wrap(new byte[32])) : network.genesis().networkId();
        Statement statement = new Statement(
                about,
                newest.height() + (seed.oneIn(6) ? 1 : 0),
                newest.timeMillis(),
                newest.epoch(),
                Bytes.wrap(new byte[32]),
                Bytes.wrap(new byte[32]),
                1);
        // Always the same node's key, and at most one in four of the weight: the others are enough.
        Bytes secret = SimulatedGenesis.gatewaySecret(3);
        Bytes signer = seed.oneIn(3) ? SimulatedNetwork.OWNER : secret;
        Bytes signature = Vouch.of(statement, 3, signer).signature();
        Bytes sender = seed.oneIn(5) ? SimulatedNetwork.OWNER : secret;
        network.clients()
                .submitAs(
                        AccountId.ofKey(Ed25519.publicKey(sender)),
                        List.of(sender),
                        Group.of(new VouchFor(statement, signature)));
    }
}

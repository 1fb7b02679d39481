package org.allmende.node.etcd;

import java.util.stream.Collectors;
import org.allmende.node.etcd.EtcdFlag.Effect;

/** What {@code allmende-etcd --help} says. */
final class EtcdUsage {
    private EtcdUsage() {}

    static String text() {
        return """
                Usage: allmende-etcd [flags]

                A member that answers clients of etcd. It takes etcd's flags, and the variables of the environment that stand
                for them (--data-dir: ETCD_DATA_DIR).

                Alone it keeps a ledger of its own, and survives no loss. With several members in --initial-cluster it forms a
                network with them: start all with the same list and the same --initial-cluster-token. More than two thirds must
                be up: four members survive the loss of one, fewer than four of none. Peer URLs are on this machine alone, or
                https with --peer-cert-file, --peer-key-file and --peer-trusted-ca-file. Members gossip on a port of their own,
                --gossip-port, by itself that of the peer URL and %d.

                Flags that mean what they mean in etcd, --gossip-port aside:
                %s
                Taken, and without effect here: %s

                Refused unless they have etcd's standard value: %s
                """
                .formatted(
                        PeerOptions.GOSSIP_OFFSET,
                        EtcdFlag.ALL.values().stream()
                                .filter(flag -> flag.effect() == Effect.HONOURED)
                                .map(flag -> "  --" + flag.name() + " '" + flag.standard() + "'\n")
                                .sorted()
                                .collect(Collectors.joining()),
                        names(Effect.NONE),
                        names(Effect.NOT_HERE));
    }

    private static String names(Effect effect) {
        return EtcdFlag.ALL.values().stream()
                .filter(flag -> flag.effect() == effect)
                .map(flag -> "--" + flag.name())
                .sorted()
                .collect(Collectors.joining(" "));
    }
}

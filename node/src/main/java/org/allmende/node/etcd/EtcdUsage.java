package org.allmende.node.etcd;

import java.util.stream.Collectors;
import org.allmende.node.etcd.EtcdFlag.Effect;

/** What {@code allmende-etcd --help} says. */
final class EtcdUsage {
    private EtcdUsage() {}

    static String text() {
        return """
                Usage: allmende-etcd [flags]

                One member that answers clients of etcd, kept in a ledger of its own. It takes etcd's flags, and the variables
                of the environment that stand for them (--data-dir: ETCD_DATA_DIR).

                Flags that mean what they mean in etcd:
                %s
                Taken, and without effect here: %s

                Refused unless they have etcd's standard value: %s
                """
                .formatted(
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

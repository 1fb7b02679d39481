package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.node.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "quota",
        header = "Say how many bytes the versions of a keyspace's keys may take.",
        description = {
            "",
            "By the owner only. Every stored version of a key counts, with its key and 64 bytes more, until a compaction"
                    + " has removed it. What would take more is refused; clients of etcd are told by an alarm, which stays"
                    + " until it is disarmed.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende keyspace quota jobs 8589934592",
            "  allmende keyspace quota jobs 0                        as many as they like",
        })
final class KeyspaceQuota implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private KeyspaceWork work = new KeyspaceWork();

    @Parameters(index = "1", paramLabel = "BYTES", description = "The bytes; 0: no quota. Of a new keyspace: 2147483648.")
    private long bytes;

    KeyspaceQuota(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        if (bytes < 0) {
            throw new Refusal("a quota is a number of bytes, not " + bytes, "say 0 for no quota");
        }
        return work.submit(screen, keyspace -> new CoordinationOperation.SetQuota(keyspace, bytes));
    }
}

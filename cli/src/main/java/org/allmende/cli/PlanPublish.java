package org.allmende.cli;

import java.net.InetAddress;
import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.client.Keys;
import org.allmende.client.Plans.Published;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "publish",
        header = "Make a plan the live one of its name, unless a newer one is.",
        description = {
            "",
            "Choose a generation higher than that of the plan you started from. A writer that is late is refused and told who"
                    + " won; the same plan again changes nothing.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende plan publish dns 7 - < records.zone     the plan from standard input",
            "  allmende plan publish dns 8 \"192.0.2.1\" --writer planner-2",
        })
final class PlanPublish implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Keyspace.Writing keyspace = new Keyspace.Writing();

    @Parameters(index = "0", paramLabel = "NAME", description = "What the plan is for.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "GENERATION", description = "Its generation, from 1.")
    private long generation;

    @Parameters(index = "2", paramLabel = "PLAN", description = "The plan; - for all of standard input.")
    private String plan = "";

    @Option(
            names = "--writer",
            paramLabel = "TEXT",
            description = "Who publishes it, for those who lose against it (default: this machine's name).")
    private @Nullable String writer;

    PlanPublish(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Bytes content = plan.equals("-") ? Bytes.wrap(screen.input()) : Bytes.utf8(plan);
        String by = writer == null ? InetAddress.getLocalHost().getHostName() : writer;
        Target target = keyspace.find();
        Keys keys = keyspace.keys(target);
        return PlanWork.run(screen, target, keyspace, plans -> {
            switch (plans.publish(keys, name, generation, content, by)) {
                case Published.Live(long revision) -> {
                    screen.answer("OK");
                    screen.tell("generation " + generation + " of '" + name + "' is live, at revision " + revision);
                }
                case Published.Stale(var winner) ->
                    throw new Refusal(
                            "generation " + generation + " of '" + name + "' is stale: generation " + winner.generation()
                                    + " by " + winner.writer() + " is live",
                            "start from that one ('plan show " + name + "') and publish a generation above it");
            }
            return Exit.OK;
        });
    }
}

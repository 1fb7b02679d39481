package org.allmende.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.allmende.client.Plans;
import org.allmende.node.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        header = "Print the live plan of a name.",
        description = {"", "The plan alone goes to standard output; its generation and writer are told beside it."},
        footer = {"", "Examples:", "  allmende plan show dns", "  allmende plan show dns --local"})
final class PlanShow implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Keyspace.Reading keyspace = new Keyspace.Reading();

    @Parameters(index = "0", paramLabel = "NAME", description = "What the plan is for.")
    private String name = "";

    PlanShow(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        return PlanWork.run(screen, keyspace.find(), keyspace, plans -> {
            Optional<Plans.Plan> live = plans.live(name, keyspace.consistency());
            Plans.Plan plan = live.orElseThrow(() -> new Refusal(
                    "no plan of '" + name + "' was published in keyspace '" + keyspace.name() + "'",
                    "publish one with 'plan publish " + name + " 1 PLAN'"));
            screen.answer(plan.content().toText());
            screen.tell("generation " + plan.generation() + " by " + plan.writer() + ", published at revision "
                    + plan.revision());
            return Exit.OK;
        });
    }
}

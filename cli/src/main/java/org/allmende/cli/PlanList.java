package org.allmende.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.allmende.client.Plans;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "list",
        header = "List the generations of a plan that are kept.",
        description = {"", "Oldest first; the live one is marked."},
        footer = {"", "Example:", "  allmende plan list dns"})
final class PlanList implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Keyspace.Reading keyspace = new Keyspace.Reading();

    @Parameters(index = "0", paramLabel = "NAME", description = "What the plan is for.")
    private String name = "";

    PlanList(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        return PlanWork.run(screen, keyspace.find(), keyspace, plans -> {
            Optional<Plans.Plan> live = plans.live(name, keyspace.consistency());
            for (long generation : plans.generations(name, keyspace.consistency())) {
                boolean isLive = live.filter(plan -> plan.generation() == generation).isPresent();
                screen.answer(generation + (isLive ? "  live, by " + live.get().writer() : ""));
            }
            return Exit.OK;
        });
    }
}

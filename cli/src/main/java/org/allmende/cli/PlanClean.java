package org.allmende.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.client.Keys;
import org.allmende.client.Plans.Cleaned;
import org.allmende.client.Plans.Version;
import org.allmende.node.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "clean",
        header = "Remove superseded plans of a name. What is live cannot be removed.",
        description = {"", "Prints how many were removed. Refused when the live plan is older than what is to be kept."},
        footer = {"", "Example:", "  allmende plan clean dns --before 5     keeps generation 5 and newer ones"})
final class PlanClean implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Keyspace.Writing keyspace = new Keyspace.Writing();

    @Parameters(index = "0", paramLabel = "NAME", description = "What the plans are for.")
    private String name = "";

    @Option(
            names = "--before",
            required = true,
            paramLabel = "GENERATION",
            description = "The oldest generation to keep; the live one is that or newer.")
    private long before;

    PlanClean(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Target target = keyspace.find();
        Keys keys = keyspace.keys(target);
        return PlanWork.run(screen, target, keyspace, plans -> {
            switch (plans.clean(keys, name, before)) {
                case Cleaned.Removed(long count) -> screen.answer(Long.toString(count));
                case Cleaned.Refused(Optional<Version> live) ->
                    throw new Refusal(
                            live.map(version -> "generation " + version.generation() + " of '" + name + "' is live, and older"
                                            + " than " + before + ": nothing was removed")
                                    .orElse("no plan of '" + name + "' was ever published"),
                            live.map(version -> "say --before " + version.generation() + ", or less")
                                    .orElse("look at the name"));
            }
            return Exit.OK;
        });
    }
}

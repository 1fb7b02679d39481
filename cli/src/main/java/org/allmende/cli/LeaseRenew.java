package org.allmende.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.CoordinationResult;
import org.allmende.node.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "renew",
        header = "Give leases their whole time again.",
        description = {
            "",
            "Prints a line for each, id and seconds with a tab between. Whoever holds a lease is safe from the moment"
                    + " it sent this until that many seconds later by its own clock; renew it about every third of"
                    + " that. Exit code 1 when one of them was not renewed: there is none of its id, or it is another"
                    + " account's.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende lease renew 5f0c11a2b3d4e5f6",
            "  allmende lease renew 5f0c11a2b3d4e5f6 77 --key writer.key",
        })
final class LeaseRenew implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Keyspace.Writing keyspace = new Keyspace.Writing();

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Their ids, in hexadecimal.")
    private List<String> ids = List.of();

    LeaseRenew(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        List<Long> leases = new ArrayList<>();
        for (String id : ids) {
            leases.add(LeaseId.parse(id));
        }
        Target target = keyspace.find();
        Signed.Done done = Signed.submit(
                screen,
                target,
                keyspace.keys(target),
                new CoordinationOperation.RenewLeases(keyspace.name(), leases));
        screen.tell(done.asOf());
        if (done.result().orElse(null) instanceof CoordinationResult.Renewed renewed) {
            show(leases, renewed.ttlSeconds());
        } else {
            screen.tell("which of them were renewed went to another node: see with 'lease show'");
        }
        return Exit.OK;
    }

    private void show(List<Long> leases, List<Long> ttlSeconds) throws Refusal {
        List<String> others = new ArrayList<>();
        for (int i = 0; i < leases.size(); i++) {
            String id = LeaseId.show(leases.get(i));
            if (ttlSeconds.get(i) == 0) {
                others.add(id);
            } else {
                screen.answer(id + "\t" + ttlSeconds.get(i));
            }
        }
        if (!others.isEmpty()) {
            throw new Refusal(
                    "not renewed: " + String.join(", ", others)
                            + "; there is no such lease, or it is another account's",
                    "look with 'lease list' which there are, and whose");
        }
    }
}

package org.allmende.drills;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.allmende.client.ClientSettings;
import org.allmende.client.Consistency;
import org.allmende.client.NetworkClient;
import org.allmende.drills.Rehearsed.Member;
import org.allmende.ledger.roster.Roster;
import org.allmende.node.FreePorts;

/**
 * A node joins, gets weight, and another one leaves, as members decide it: each is an epoch of its own, and each time every
 * node's process is followed by another. Clients ride through, and watchers see every change once and in order.
 */
final class JoinLeave implements Drill {
    private static final String NEWCOMER = "zora";
    private static final long GAP_MILLIS_MAX = 8_000;
    private static final Duration COMES_WITHIN = Duration.ofMinutes(2);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "join-leave";
    }

    @Override
    public String description() {
        return "a node is admitted, gets weight, and another one is taken out: clients ride through each change of the roster"
                + " within " + GAP_MILLIS_MAX / 1_000 + " s, and no watcher misses one";
    }

    @Override
    public Verdict run(DrillContext context) throws Exception {
        return new UnderLoad(this, context).run(this::changes);
    }

    private void changes(UnderLoad.Scene scene) throws Exception {
        Rehearsed network = scene.network();
        try (Watcher watcher = Watcher.start(scene.nodes(), scene.prefix())) {
            String leaving = scene.members().get(1).name();
            List<String> voters = new ArrayList<>(
                    scene.members().stream().map(Member::name).toList());
            voters.remove(leaving);
            Rehearsed.Newcomer newcomer = network.newcomer(NEWCOMER, FreePorts.several(2));
            double gap = 0;
            scene.say(NEWCOMER + " starts with the card of " + scene.members().getFirst().name());
            long joinedFrom = System.nanoTime();
            newcomer.start(network.card(scene.members().getFirst().name()));
            scene.say("the members admit " + NEWCOMER);
            gap = Math.max(gap, change(scene, "admitted", voters, "admit", newcomer.card().toString()));
            scene.say("waiting until " + NEWCOMER + " is level");
            Pause.until(COMES_WITHIN, () -> isLevel(network));
            scene.figures().note("joined_s", (System.nanoTime() - joinedFrom) / 1e9);
            scene.say("the members give " + NEWCOMER + " weight");
            gap = Math.max(gap, change(scene, "weighed", voters, "weight", NEWCOMER, "1"));
            ProcessHandle process = network.process(leaving);
            scene.say("the members take " + leaving + " out");
            voters.add(NEWCOMER);
            gap = Math.max(gap, change(scene, "removed", voters, "remove", leaving));
            scene.figures().demand(network.endsWithin(leaving, ENDS_WITHIN), leaving + " still runs although it was taken out");
            scene.figures().demand(!process.isAlive(), "the process that " + leaving + " had still runs");
            scene.figures().note("longest_gap_ms", gap);
            Pause.of(scene.context().steady());
            scene.load().stop();
            watcher.judge(scene.figures(), scene.acknowledged().all());
        }
    }

    private static boolean isLevel(Rehearsed network) throws IOException, InterruptedException {
        return network.members().stream()
                .anyMatch(member -> member.name().equals(NEWCOMER) && member.state().equals("ordering"));
    }

    /** Has the members decide it, and waits until it is in force. @return the longest gap meanwhile, in milliseconds */
    private static double change(UnderLoad.Scene scene, String figure, List<String> voters, String... proposal)
            throws Exception {
        try (NetworkClient client = NetworkClient.open(ClientSettings.of(scene.nodes()))) {
            long epoch = inForce(client).epoch();
            long from = System.nanoTime();
            long number = scene.network().propose(voters.getFirst(), proposal);
            for (String voter : voters.subList(1, voters.size())) {
                scene.network().vote(voter, number);
            }
            Pause.until(COMES_WITHIN, () -> inForce(client).epoch() > epoch);
            Pause.of(scene.context().steady());
            double gap = scene.longestGapMillisSince(from);
            scene.figures().atMost(GAP_MILLIS_MAX, figure + "_longest_gap_ms", gap);
            return gap;
        }
    }

    private static Roster inForce(NetworkClient client) throws InterruptedException {
        while (true) {
            try {
                return client.roster(Consistency.LOCAL).roster().inForce().roster();
            } catch (IOException e) {
                Pause.of(Duration.ofMillis(200)); // all nodes change their processes just now
            }
        }
    }
}

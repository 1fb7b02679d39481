package org.allmende.drills;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * So many nodes are killed that those left are no two thirds: the network halts and says so, acknowledges nothing, and
 * goes on by itself once they are back.
 */
final class TwoOfFour implements Drill {
    /** What was ordered before the end may still be on its way to a client. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

    private static final Duration SAID_WITHIN = Duration.ofSeconds(30);
    private static final Duration RESUMES_WITHIN = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "two-of-four";
    }

    @Override
    public String description() {
        return "kill -9 for half of the nodes: the others say that they halt and acknowledge nothing; when they start again, it"
                + " goes on by itself";
    }

    @Override
    public Verdict run(DrillContext context) throws Exception {
        return new UnderLoad(this, context).run(this::halve);
    }

    private void halve(UnderLoad.Scene scene) throws Exception {
        int half = (scene.members().size() + 1) / 2;
        List<String> killed = scene.members().stream()
                .limit(half)
                .map(Rehearsed.Member::name)
                .toList();
        scene.say("killing " + String.join(" and ", killed));
        long from = System.nanoTime();
        scene.network().kill(killed);
        Pause.of(ON_ITS_WAY);
        int before = scene.acknowledged().count();
        scene.say("waiting until the others say that they stand still");
        awaitHalted(scene, killed);
        scene.figures().note("said_halted_after_s", (System.nanoTime() - from) / 1e9);
        Pause.of(scene.context().steady());
        scene.figures()
                .atMost(0, "acknowledged_without_quorum", scene.acknowledged().count() - before);
        scene.say("starting them again");
        double level = scene.startMissing();
        int then = scene.acknowledged().count();
        Pause.until(RESUMES_WITHIN, () -> scene.acknowledged().count() > then);
        scene.figures().note("longest_gap_ms", scene.longestGapMillisSince(from));
        scene.figures().note("level_again_s", level);
    }

    private static void awaitHalted(UnderLoad.Scene scene, List<String> killed)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + SAID_WITHIN.toNanos();
        while (!areHalted(scene.network().members(), killed)) {
            if (System.nanoTime() > deadline) {
                scene.figures()
                        .demand(false, "the nodes that were left did not say that they stand still within "
                                + SAID_WITHIN.toSeconds() + " s");
                return;
            }
        }
    }

    private static boolean areHalted(List<Rehearsed.Member> members, List<String> killed) {
        return members.stream()
                .filter(member -> !killed.contains(member.name()))
                .allMatch(member -> member.state().equals("halted"));
    }
}

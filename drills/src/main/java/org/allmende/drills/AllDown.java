package org.allmende.drills;

import java.time.Duration;

/** All processes are killed at once under load, then all start again: what had a receipt is still there. */
final class AllDown implements Drill {
    private static final Duration RESUMES_WITHIN = Duration.ofSeconds(90);

    @Override
    public String name() {
        return "all-down";
    }

    @Override
    public String description() {
        return "kill -9 for all nodes at once under eight clients, then all start again: nothing that had a receipt is"
                + " lost";
    }

    @Override
    public Verdict run(DrillContext context) throws Exception {
        return new UnderLoad(this, context).run(this::end);
    }

    private void end(UnderLoad.Scene scene) throws Exception {
        scene.say("killing all nodes");
        long from = System.nanoTime();
        scene.network().kill(scene.members().stream().map(Rehearsed.Member::name).toList());
        int before = scene.acknowledged().count();
        scene.figures().note("writes_before", before);
        scene.say("starting all nodes again");
        scene.figures().note("level_again_s", scene.startMissing());
        Pause.until(RESUMES_WITHIN, () -> scene.acknowledged().count() > before);
        scene.figures().note("longest_gap_ms", scene.longestGapMillisSince(from));
    }
}

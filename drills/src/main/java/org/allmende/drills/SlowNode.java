package org.allmende.drills;

import java.io.IOException;
import java.time.Duration;

/** A node stands still and goes on, again and again, as on a machine that is overcommitted: the others' clients go on. */
final class SlowNode implements Drill {
    private static final Duration STOPPED = Duration.ofMillis(1_500);
    private static final Duration RUNNING = Duration.ofMillis(500);
    private static final long GAP_MILLIS_MAX = 1_000;

    @Override
    public String name() {
        return "slow-node";
    }

    @Override
    public String description() {
        return "SIGSTOP and SIGCONT for a node, again and again: three quarters of the time it stands still, and others go on"
                + " within a second";
    }

    @Override
    public Verdict run(DrillContext context) throws Exception {
        return new UnderLoad(this, context).run(this::slow);
    }

    private void slow(UnderLoad.Scene scene) throws Exception {
        long quiet = System.nanoTime();
        Pause.of(scene.context().steady());
        long from = System.nanoTime();
        scene.figures().note("p99_before_ms", scene.acknowledged().latencyMillis(0.99, quiet, from));
        ProcessHandle process = scene.network().process(scene.members().get(1).name());
        int times = (int) (scene.context().watched().toMillis() / STOPPED.plus(RUNNING).toMillis());
        try {
            for (int i = 1; i <= times; i++) {
                scene.say(scene.members().get(1).name() + " stands still, " + i + " of " + times);
                signal(process, "STOP");
                Pause.of(STOPPED);
                signal(process, "CONT");
                Pause.of(RUNNING);
            }
        } finally {
            signal(process, "CONT");
        }
        long to = System.nanoTime();
        scene.figures().atMost(GAP_MILLIS_MAX, "longest_gap_ms", scene.acknowledged().longestGapMillis(from, to));
        scene.figures().note("p50_meanwhile_ms", scene.acknowledged().latencyMillis(0.5, from, to));
        scene.figures().note("p99_meanwhile_ms", scene.acknowledged().latencyMillis(0.99, from, to));
        scene.say("waiting until it is level");
        scene.figures().note("level_again_s", scene.startMissing());
    }

    private static void signal(ProcessHandle process, String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .inheritIO()
                .start();
        if (kill.waitFor() != 0 && process.isAlive()) {
            throw new IOException("SIG" + signal + " could not be sent to process " + process.pid());
        }
    }
}

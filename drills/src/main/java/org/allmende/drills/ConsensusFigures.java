package org.allmende.drills;

import java.util.List;
import java.util.Map;
import org.allmende.drills.NodeMeter.Work;

/**
 * What {@link ConsensusBench} tells and demands, under names that are kept from version to version. A rate is sustained
 * when at least {@value #APPLIED_SHARE_MIN} of what was offered in a step has its receipt a second after the last was due,
 * and half of it within the bar; what counts is the rate that was applied until then, not the one that was offered.
 */
final class ConsensusFigures {
    static final double APPLIED_SHARE_MIN = 0.99;

    private final Figures figures = new Figures();

    /** One way of offering operations, with what is demanded of it. */
    record Kind(
            String title,
            String rateName,
            String latencyName,
            int groups,
            double perSecondMin,
            double medianMillisMax) {
        boolean isSustained(Step step) {
            return step.run.appliedInTime() >= APPLIED_SHARE_MIN * step.run.offered()
                    && step.run.quantile(0.5) <= medianMillisMax;
        }
    }

    static final Kind SINGLE =
            new Kind("Single signed operations", "signed_tx_per_s", "signed_tx_p50_ms", 1, 2_500, 250);
    static final Kind BATCHED = new Kind(
            "Operations in transactions of a hundred", "batched_ops_per_s", "batched_ops_p50_ms", 100, 20_000, 300);

    /**
     * What came of one rate.
     *
     * @param perSecond transactions offered
     * @param cores of a node, on average
     * @param peakMegabytes the most that a node has held since its start, the mean of all nodes
     * @param before processor seconds by what they went to
     * @param after likewise
     */
    record Step(
            int perSecond,
            OfferedLoad.Run run,
            double cores,
            double peakMegabytes,
            Map<Work, Double> before,
            Map<Work, Double> after) {}

    /** Before anybody has asked for anything. */
    void idle(double cores, double residentMegabytes) {
        figures.atMost(Idle.CORES_MAX, "idle_cpu_cores_per_node", cores);
        figures.atMost(Idle.MEGABYTES_MAX, "idle_rss_mb_per_node", residentMegabytes);
    }

    /** The steps of one way of offering, rising, up to the first that was not sustained. */
    void steps(Kind kind, List<Step> steps) {
        double best = 0;
        double median = 0;
        for (Step step : steps) {
            tell(kind, step);
            if (kind.isSustained(step)) {
                best = step.run.appliedPerSecond() * kind.groups;
                median = step.run.quantile(0.5);
            }
        }
        figures.atLeast(kind.perSecondMin, kind.rateName, best);
        figures.note(kind.latencyName, median);
    }

    private void tell(Kind kind, Step step) {
        String name = kind.rateName + "_at_" + step.perSecond * kind.groups;
        figures.note(name + "_applied_per_s", step.run.appliedPerSecond() * kind.groups);
        figures.note(name + "_p50_ms", step.run.quantile(0.5));
        figures.note(name + "_p99_ms", step.run.quantile(0.99));
        figures.note(name + "_worst_ms", step.run.quantile(1));
        figures.note(name + "_cpu_cores_per_node", step.cores);
        figures.note(name + "_rss_peak_mb_per_node", step.peakMegabytes);
        figures.note(name + "_not_applied", step.run.offered() - step.run.applied());
        NodeMeter.parts(step.before, step.after)
                .forEach((work, part) -> figures.note(name + "_share_of_" + work.word(), part));
    }

    /** After all of it. */
    void loaded(double peakMegabytes) {
        figures.note("loaded_rss_mb_per_node", peakMegabytes);
    }

    /** When nobody asks for anything any more. */
    void idleAfterLoad(double cores, double residentMegabytes) {
        figures.note("idle_after_load_cpu_cores_per_node", cores);
        figures.note("idle_after_load_rss_mb_per_node", residentMegabytes);
    }

    Verdict verdict() {
        return figures.verdict("consensus");
    }
}

package org.allmende.drills.etcd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allmende.drills.Figures;
import org.allmende.drills.NodeMeter;
import org.allmende.drills.Verdict;
import org.allmende.drills.etcd.Clients.Seen;
import org.allmende.drills.etcd.Clients.Work;

/**
 * What {@link EtcdBench} tells and demands, under names that are kept from version to version: those of a system begin
 * with its word, those of a ratio are Allmende's figure divided by etcd's.
 */
final class EtcdFigures {
    static final String ETCD = "etcd";
    static final String ALLMENDE = "allmende";
    static final String OWN_GATEWAY = "own_gateway";

    /** How often the engine's own time one client may wait for a put. */
    static final double TIMES_THE_ENGINE = 1.5;

    /** What part of etcd's gap without puts a killed node may cause. */
    static final double KILL_GAP_RATIO_MAX = 0.5;

    /** The least of each ratio that is demanded; others are told. */
    static final Map<String, Double> LEAST = Map.of(
            "puts_per_s_ratio_1000", 1.0,
            "puts_per_s_ratio_256", 0.6,
            "check_perf_l_ratio", 0.8,
            "linearizable_gets_ratio_1000", 0.8,
            "serializable_gets_ratio_256", 0.8);

    private final Figures figures = new Figures();
    private final Map<String, Double> ofEtcd = new HashMap<>();

    /**
     * Clients' requests of one kind, as many at a time.
     *
     * @param before processor seconds of the servers by what they went to
     * @param after likewise
     */
    void asked(
            String word,
            Work work,
            int clients,
            Seen seen,
            Map<NodeMeter.Work, Double> before,
            Map<NodeMeter.Work, Double> after) {
        String rate = work == Work.PUTS ? "puts_per_s" : work.word();
        answered(word, work, clients, seen);
        long done = Math.max(1, seen.done());
        double serverSeconds = sum(after) - sum(before);
        figures.note(name(word, work.one() + "_server_cpu_us", clients), 1e6 * serverSeconds / done);
        figures.note(name(word, work.one() + "_client_cpu_us", clients), 1e6 * seen.cpuSeconds() / done);
        if (seen.failed() > 0) {
            figures.note(name(word, work.word() + "_failed", clients), seen.failed());
        }
        if (word.equals(ALLMENDE)) {
            NodeMeter.parts(before, after)
                    .forEach((part, share) ->
                            figures.note(name(word, work.word() + "_share_of_" + part.word(), clients), share));
        }
        ratio(word, rate + "_ratio_" + clients, seen.perSecond());
    }

    /**
     * Clients' requests through a gateway of one's own.
     *
     * @param before processor seconds of the gateway alone
     * @param after likewise
     */
    void ownGateway(
            Work work, int clients, Seen seen, Map<NodeMeter.Work, Double> before, Map<NodeMeter.Work, Double> after) {
        answered(OWN_GATEWAY, work, clients, seen);
        figures.note(
                name(OWN_GATEWAY, work.one() + "_gateway_cpu_us", clients),
                1e6 * (sum(after) - sum(before)) / Math.max(1, seen.done()));
        figures.demand(seen.failed() == 0, seen.failed() + " " + work.word() + " through a gateway of one's own failed");
    }

    private void answered(String word, Work work, int clients, Seen seen) {
        figures.note(name(word, work.word() + "_per_s", clients), seen.perSecond());
        figures.note(name(word, work.one() + "_p50_ms", clients), seen.p50Millis());
        figures.note(name(word, work.one() + "_p99_ms", clients), seen.p99Millis());
    }

    private static double sum(Map<NodeMeter.Work, Double> seconds) {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static String name(String word, String what, int clients) {
        return word + "_" + what + "_" + clients;
    }

    /** Of a single client: what it waits for, and what the engine alone takes of it. */
    void engine(double p50Millis, double engineMillis) {
        figures.note("put_p50_ms_1", p50Millis);
        figures.note("engine_p50_ms_1", engineMillis);
        figures.atMost(TIMES_THE_ENGINE, "put_p50_over_engine_1", p50Millis / engineMillis);
    }

    void checkPerf(String word, String load, PerfCheck check) {
        String name = word + "_check_perf_" + load;
        figures.note(name + "_writes_per_s", check.writesPerSecond());
        figures.note(name + "_slowest_s", check.slowestSeconds());
        figures.demand(!check.errors(), "writes of " + word + " failed under check perf --load=" + load);
        ratio(word, "check_perf_" + load + "_ratio", check.writesPerSecond());
    }

    /** Of watches, counted as events are told. */
    void watches(String word, Seen seen) {
        figures.note(word + "_watch_events_per_s", seen.perSecond());
        figures.note(word + "_watch_event_p50_ms", seen.p50Millis());
        figures.note(word + "_watch_event_p99_ms", seen.p99Millis());
        figures.note(word + "_watch_events_missed", seen.missed());
        figures.demand(seen.missed() == 0, seen.missed() + " events of " + word + " were never told");
        ratio(word, "watch_events_per_s_ratio", seen.perSecond());
    }

    /** @param gaps in ms, of each kill the longest without an acknowledged put */
    void kills(String word, List<Double> gaps, long failed) {
        List<Double> rising = new ArrayList<>(gaps);
        Collections.sort(rising);
        double median = rising.get(rising.size() / 2);
        figures.note(word + "_kill_gap_median_ms", median);
        figures.note(word + "_kill_gap_worst_ms", rising.getLast());
        figures.note(word + "_kill_failed_puts", failed);
        ratio(word, "kill_gap_ratio", median);
    }

    /** The most that the servers have held since their start, all together. */
    void memory(String word, double megabytes) {
        figures.note(word + "_rss_peak_mb", megabytes);
    }

    private void ratio(String word, String name, double value) {
        if (word.equals(ETCD)) {
            ofEtcd.put(name, value);
            return;
        }
        Double other = ofEtcd.get(name);
        if (other == null || other <= 0) {
            return;
        }
        Double least = LEAST.get(name);
        if (name.equals("kill_gap_ratio")) {
            figures.atMost(KILL_GAP_RATIO_MAX, name, value / other);
        } else if (least != null) {
            figures.atLeast(least, name, value / other);
        } else {
            figures.note(name, value / other);
        }
    }

    Verdict verdict() {
        return figures.verdict("etcd");
    }
}

package org.allmende.drills.patroni;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.allmende.drills.Drill;
import org.allmende.drills.DrillContext;
import org.allmende.drills.Figures;
import org.allmende.drills.Pause;
import org.allmende.drills.Rehearsed;
import org.allmende.drills.Verdict;

/**
 * PostgreSQL under Patroni, as Debian has them, with the gateways of four nodes where etcd would be. The node that the
 * primary's Patroni asks is killed: the primary stays. Then the primary is killed: the other takes over, with all rows.
 */
public final class Patroni implements Drill {
    private static final int WARM_ROWS = 100;
    private static final Duration STEADY = Duration.ofSeconds(10);

    /** Long enough for a leader's key that was not renewed to end, and for the other to see it. */
    private static final Duration NODE_DOWN =
            Duration.ofSeconds(PatroniSettings.TTL_SECONDS + PatroniSettings.LOOP_SECONDS + 5);

    @Override
    public String name() {
        return "patroni";
    }

    @Override
    public String description() {
        return "PostgreSQL under Patroni: kill -9 for the node it asks, and the primary stays; kill -9 for the primary,"
                + " and the other takes over with every acknowledged row";
    }

    /** What was seen, to be judged. Times in seconds, gaps in milliseconds. */
    record Seen(
            double steadyGapMillis,
            boolean primaryKept,
            double nodeGapMillis,
            int rowsWhileNodeDown,
            double primaryGapMillis,
            double newPrimarySeconds,
            int rowsAfterPrimary,
            double followsSeconds,
            int rows,
            Set<Long> lost) {}

    @Override
    public Verdict run(DrillContext context) throws Exception {
        PostgresPrograms programs = PostgresPrograms.find();
        Path folder = context.folder().resolve("patroni");
        programs.makeFolder(folder);
        context.progress().accept("starting " + context.nodes() + " nodes");
        try (Rehearsed network = Rehearsed.up(context)) {
            List<String> nodes = network.members().stream().map(Rehearsed.Member::name).toList();
            List<String> gateways = new ArrayList<>();
            for (String node : nodes) {
                gateways.add(network.etcd(node));
            }
            context.progress().accept("warming up: cold nodes are slow nodes");
            GatewayWarmth.await(gateways);
            context.progress().accept("starting two PostgreSQL servers, each with its Patroni");
            try (PatroniPair pair = PatroniPair.start(programs, folder, gateways)) {
                PatroniPair.Roles roles = pair.awaitRoles();
                try (PostgresRows rows = PostgresRows.start(programs, folder, pair.ports())) {
                    Figures figures = new Figures();
                    judge(figures, seen(context, network, nodes, gateways, pair, roles, rows));
                    return figures.verdict(name());
                }
            }
        }
    }

    private static Seen seen(
            DrillContext context,
            Rehearsed network,
            List<String> nodes,
            List<String> gateways,
            PatroniPair pair,
            PatroniPair.Roles roles,
            PostgresRows rows)
            throws Exception {
        PatroniServer primary = roles.primary();
        context.progress()
                .accept(primary.name() + " is the primary, " + roles.replica().name() + " follows: writing rows");
        Pause.until(Rehearsed.PATIENCE, () -> rows.count() >= WARM_ROWS);
        long steady = System.nanoTime();
        Pause.of(STEADY);
        double steadyGap = rows.longestGapMillis(steady, System.nanoTime());

        Optional<PatroniServer.State> before = primary.state();
        String node = nodes.get(gateways.indexOf(primary.asks().orElse(gateways.getFirst())));
        context.progress().accept("node " + node + ", which the primary's Patroni asks, is gone");
        int rowsBefore = rows.count();
        long nodeKilled = System.nanoTime();
        network.kill(List.of(node));
        Pause.of(NODE_DOWN);
        boolean kept = isKept(before, primary.state());
        int rowsWhileNodeDown = rows.count() - rowsBefore;
        context.progress().accept("node " + node + " starts again");
        network.startMissing();
        double nodeGap = rows.longestGapMillis(nodeKilled, System.nanoTime());

        roles = pair.awaitRoles();
        PatroniServer lost = roles.primary();
        PatroniServer heir = roles.replica();
        context.progress().accept("the primary " + lost.name() + " is gone, with its Patroni");
        long primaryKilled = System.nanoTime();
        lost.kill();
        Pause.until(PatroniPair.PATIENCE, heir::isPrimary);
        double newPrimary = (System.nanoTime() - primaryKilled) / 1e9;
        int rowsThen = rows.count();
        Pause.until(PatroniPair.PATIENCE, () -> rows.count() >= rowsThen + WARM_ROWS);
        double primaryGap = rows.longestGapMillis(primaryKilled, System.nanoTime());
        int rowsAfter = rows.count() - rowsThen;
        context.progress().accept(heir.name() + " is the primary: comparing every row");
        Set<Long> missing = rows.lost();

        context.progress().accept(lost.name() + " starts again");
        long again = System.nanoTime();
        lost.start();
        Pause.until(PatroniPair.PATIENCE, () -> heir.isPrimaryOf(lost));
        double follows = (System.nanoTime() - again) / 1e9;
        rows.stop();
        context.progress().accept("comparing every row");
        missing.addAll(rows.lost());
        return new Seen(
                steadyGap,
                kept,
                nodeGap,
                rowsWhileNodeDown,
                primaryGap,
                newPrimary,
                rowsAfter,
                follows,
                rows.count(),
                missing);
    }

    /** A new timeline would mean that another was the primary meanwhile. */
    static boolean isKept(Optional<PatroniServer.State> before, Optional<PatroniServer.State> after) {
        return before.isPresent()
                && after.isPresent()
                && before.get().primary()
                && after.get().primary()
                && before.get().timeline() == after.get().timeline();
    }

    static void judge(Figures figures, Seen seen) {
        figures.note("ttl_s", PatroniSettings.TTL_SECONDS);
        figures.note("longest_gap_without_outage_ms", seen.steadyGapMillis());
        figures.note("node_killed_longest_gap_ms", seen.nodeGapMillis());
        figures.note("primary_killed_longest_gap_ms", seen.primaryGapMillis());
        figures.note("primary_killed_until_another_s", seen.newPrimarySeconds());
        figures.note("old_primary_follows_after_s", seen.followsSeconds());
        figures.note("acknowledged_rows", seen.rows());
        figures.atMost(0, "acknowledged_rows_lost", seen.lost().size());
        figures.demand(seen.primaryKept(), "the primary did not stay the primary when a node was killed");
        figures.demand(seen.rowsWhileNodeDown() > 0, "no row was acknowledged while a node was down");
        figures.demand(seen.rowsAfterPrimary() > 0, "no row was acknowledged by the new primary");
    }
}

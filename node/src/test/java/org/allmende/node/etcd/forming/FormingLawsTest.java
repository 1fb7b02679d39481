package org.allmende.node.etcd.forming;

import static org.assertj.core.api.Assertions.assertThat;

import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.allmende.node.Refusal;

/** What holds of every exchange, in whatever order answers come and whoever ends when. */
class FormingLawsTest {
    private static final int STEPS = 300;
    private static final int STEPS_UNTIL_SETTLED_MAX = 20_000;

    @Seeds(200)
    void allSettleOnOneNetworkThoughMembersEndAtAnyStep(Seed seed) throws Refusal {
        Cluster cluster = new Cluster(seed, seed.between(2, 6));
        for (int i = 0; i < STEPS; i++) {
            cluster.step(true);
            assertThat(cluster.areAllBoundWhereOneHasSettled()).isTrue();
        }
        for (int i = 0; i < STEPS_UNTIL_SETTLED_MAX && !cluster.haveAllSettled(); i++) {
            cluster.step(false);
        }
        assertThat(cluster.haveAllSettled()).as("all begin in the end").isTrue();
        assertThat(cluster.settled()).as("as one network").hasSize(1);
        assertThat(cluster.refused).isEmpty();
    }

    /** Where all have lost theirs, a second one is what they were started anew for. */
    @Seeds(200)
    void thereAreNeverTwoNetworksWhileOneMemberKeepsItsDisk(Seed seed) throws Refusal {
        Cluster cluster = new Cluster(seed, seed.between(2, 5));
        for (int lost = 0; lost < 3; lost++) {
            for (int i = seed.between(0, STEPS); i > 0; i--) {
                cluster.step(true);
            }
            cluster.lose("m" + seed.between(1, cluster.roll().size() - 1));
        }
        for (int i = 0; i < STEPS; i++) {
            cluster.step(false);
        }
        assertThat(cluster.settled()).hasSizeLessThan(2);
    }

    @Seeds(50)
    void nothingBeginsWhereAMemberMeansAnotherNetwork(Seed seed) throws Refusal {
        Cluster cluster = new Cluster(seed, seed.between(2, 5));
        String text = cluster.roll().text();
        boolean token = seed.oneIn(2);
        cluster.startWith(
                "m0", token ? Roll.of(text, "another token") : Roll.of(text + ",further=http://127.0.0.1:9", "token"));
        for (int i = 0; i < 10 * STEPS; i++) {
            cluster.step(seed.oneIn(2));
        }
        assertThat(cluster.settled()).isEmpty();
        assertThat(cluster.refused).anyMatch(told -> told.startsWith("m0: "));
        assertThat(cluster.refused).anyMatch(told -> !told.startsWith("m0: "));
        assertThat(cluster.refused)
                .allSatisfy(told ->
                        assertThat(told).contains(token ? "--initial-cluster-token" : "has --initial-cluster"));
    }
}

package org.allmende.drills.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.allmende.drills.NodeMeter;
import org.allmende.drills.Verdict;
import org.allmende.drills.etcd.Clients.Seen;
import org.allmende.drills.etcd.Clients.Work;
import org.junit.jupiter.api.Test;

/** What programs read of {@code bench etcd}, and what is demanded. */
class EtcdFiguresTest {
    private final EtcdFigures figures = new EtcdFigures();

    private static final Map<NodeMeter.Work, Double> NOTHING = Map.of();

    private static Map<NodeMeter.Work, Double> engine(double seconds) {
        return Map.of(NodeMeter.Work.ENGINE, seconds);
    }

    private static Seen seen(long done, long missed) {
        return new Seen(done, 0, 10, 5, 50, 100, 2, missed);
    }

    private void puts(int clients, long byEtcd, long byAllmende) {
        figures.asked("etcd", Work.PUTS, clients, seen(byEtcd, 0), NOTHING, engine(3));
        figures.asked("allmende", Work.PUTS, clients, seen(byAllmende, 0), NOTHING, engine(6));
    }

    @Test
    void aRatioIsAllmendesFigureDividedByEtcds() {
        puts(1_000, 20_000, 30_000);
        Verdict verdict = figures.verdict();
        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.figures())
                .containsEntry("etcd_puts_per_s_1000", 2_000L)
                .containsEntry("allmende_puts_per_s_1000", 3_000L)
                .containsEntry("puts_per_s_ratio_1000", 1.5)
                .containsEntry("etcd_put_server_cpu_us_1000", 150L)
                .containsEntry("allmende_put_server_cpu_us_1000", 200L)
                .containsEntry("allmende_put_client_cpu_us_1000", 66.67)
                .containsEntry("allmende_puts_share_of_engine_1000", 1L);
    }

    @Test
    void whatIsDemandedOfRatiosIsJudged() {
        puts(256, 20_000, 12_000);
        assertThat(figures.verdict().passed()).as("0.6 is enough at 256").isTrue();
        puts(1_000, 20_000, 19_000);
        assertThat(figures.verdict().failures())
                .singleElement()
                .asString()
                .contains("puts_per_s_ratio_1000 is 0.95", "at least 1");
    }

    @Test
    void getsHaveNamesOfTheirOwn() {
        figures.asked("etcd", Work.LINEARIZABLE_GETS, 1_000, seen(10_000, 0), NOTHING, engine(1));
        figures.asked("allmende", Work.LINEARIZABLE_GETS, 1_000, seen(7_000, 0), NOTHING, engine(1));
        figures.asked("etcd", Work.SERIALIZABLE_GETS, 256, seen(10_000, 0), NOTHING, engine(1));
        figures.asked("allmende", Work.SERIALIZABLE_GETS, 256, seen(9_000, 0), NOTHING, engine(1));
        assertThat(figures.verdict().figures())
                .containsEntry("linearizable_gets_ratio_1000", 0.7)
                .containsEntry("serializable_gets_ratio_256", 0.9);
        assertThat(figures.verdict().failures()).hasSize(1);
    }

    @Test
    void aGatewayOfOnesOwnHasFiguresWithoutARatio() {
        figures.ownGateway(Work.PUTS, 256, seen(5_000, 0), NOTHING, Map.of(NodeMeter.Work.GATEWAY, 2.0));
        assertThat(figures.verdict().passed()).isTrue();
        assertThat(figures.verdict().figures())
                .containsEntry("own_gateway_puts_per_s_256", 500L)
                .containsEntry("own_gateway_put_p50_ms_256", 5L)
                .containsEntry("own_gateway_put_p99_ms_256", 50L)
                .containsEntry("own_gateway_put_gateway_cpu_us_256", 400L);

        figures.ownGateway(Work.PUTS, 256, new Seen(5_000, 3, 10, 5, 50, 100, 2, 0), NOTHING, NOTHING);
        assertThat(figures.verdict().failures()).containsExactly("3 puts through a gateway of one's own failed");
    }

    @Test
    void theMedianOfTheGapsIsComparedAndTheWorstIsTold() {
        figures.kills("etcd", List.of(1_500.0, 1_200.0, 9_000.0), 0);
        figures.kills("allmende", List.of(800.0, 300.0, 700.0), 1);
        assertThat(figures.verdict().figures())
                .containsEntry("etcd_kill_gap_median_ms", 1_500L)
                .containsEntry("allmende_kill_gap_median_ms", 700L)
                .containsEntry("allmende_kill_gap_worst_ms", 800L)
                .containsEntry("kill_gap_ratio", 0.47);
        assertThat(figures.verdict().passed()).isTrue();
    }

    @Test
    void anEventThatIsNeverToldIsAFailure() {
        figures.watches("allmende", seen(10_000, 1));
        assertThat(figures.verdict().failures()).singleElement().asString().contains("1 events of allmende");
    }

    @Test
    void whatOneClientWaitsIsComparedWithTheEngine() {
        figures.engine(150, 100);
        assertThat(figures.verdict().passed()).isTrue();
        figures.engine(160, 100);
        assertThat(figures.verdict().passed()).isFalse();
    }

    @Test
    void thePictureHasTwoBarsForEveryNumberOfClients() throws Exception {
        puts(1, 5_000, 100);
        puts(256, 20_000, 12_000);
        String svg = EtcdPlot.of(figures.verdict());
        int boxes = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
                .getElementsByTagName("rect")
                .getLength();
        assertThat(boxes).as("the page, two of the legend, four bars").isEqualTo(7);
        assertThat(svg).contains(">1 client<", ">256 clients<", ">2,000<").doesNotContain("NaN");
    }

    @Test
    void nothingMeasuredIsAnEmptyPicture() {
        assertThat(EtcdPlot.of(figures.verdict())).endsWith("</svg>\n").doesNotContain("NaN");
    }

    /** As etcdctl 3.4 says it. */
    @Test
    void whatCheckPerfSaysIsRead() {
        assertThat(PerfCheck.of("""
                        PASS: Throughput is 150 writes/s
                        PASS: Slowest request took 0.087672s
                        PASS: Stddev is 0.005441s
                        PASS
                        """))
                .contains(new PerfCheck(150, 0.087672, false));
        assertThat(PerfCheck.of("""
                        FAIL: too many errors
                        FAIL: ERROR(etcdserver: no leader) -> 205
                        FAIL: Throughput too low: 147 writes/s
                        Slowest request took too long: 14.114374s
                        Stddev too high: 2.415385s
                        FAIL
                        """))
                .contains(new PerfCheck(147, 14.114374, true));
        assertThat(PerfCheck.of("Error: context deadline exceeded")).isEmpty();
    }
}

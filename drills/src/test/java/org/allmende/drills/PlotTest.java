package org.allmende.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class PlotTest {
    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void everyMeasuredStepIsADot() throws Exception {
        Figures figures = new Figures();
        for (int rate : new int[] {500, 1_000, 2_500}) {
            figures.note("signed_tx_per_s_at_" + rate + "_p50_ms", rate / 10.0);
            figures.note("signed_tx_per_s_at_" + rate + "_p99_ms", 5.0 * rate);
            figures.note("signed_tx_per_s_at_" + rate + "_cpu_cores_per_node", 0.4);
        }
        figures.note("batched_ops_per_s_at_5000_p50_ms", 0.1); // below the axis: drawn at its foot
        String svg = RatePlot.of(figures.verdict("consensus"));

        Document picture = parsed(svg);
        assertThat(picture.getElementsByTagName("circle").getLength()).isEqualTo(7);
        assertThat(svg).contains(">2,500<").contains(">half of them within 250 ms<").doesNotContain("NaN");
    }

    @Test
    void nothingMeasuredIsAnEmptyPicture() throws Exception {
        Document picture = parsed(RatePlot.of(new Figures().verdict("consensus")));
        assertThat(picture.getElementsByTagName("circle").getLength()).isZero();
    }

    @Test
    void everyFigureIsABarAndWhatWasDemandedADashedLine() throws Exception {
        Figures figures = new Figures();
        figures.atLeast(300_000, "apply_ops_per_s", 310_000);
        figures.note("verify_by_jdk_per_s", 1_200);
        String svg = BarPlot.of("The ledger alone", figures.verdict("ledger"), Map.of("apply_ops_per_s", 300_000.0));

        Document picture = parsed(svg);
        assertThat(picture.getElementsByTagName("rect").getLength()).as("the page and two bars").isEqualTo(3);
        assertThat(picture.getElementsByTagName("line").getLength()).isEqualTo(1);
        assertThat(svg).contains(">310,000<").contains(">verify by jdk per s<");
    }
}

package org.allmende.gateway.http;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.SummaryWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.Admission;
import org.allmende.ledger.port.LedgerPort;

/** What is counted and measured, in the text format of Prometheus. Measures are taken only while they are asked for. */
final class HttpMetrics {
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final double[] QUANTILES = {0.5, 0.99, 1};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final Counter requests;
    private final Counter transactions;

    HttpMetrics(LedgerPort port, IntSupplier openStreams, InstantSource clock) {
        requests = Counter.builder()
                .name("allmende_http_requests")
                .help("Requests answered, by method, path and status")
                .labelNames("method", "path", "status")
                .register(registry);
        transactions = Counter.builder()
                .name("allmende_http_transactions")
                .help("Transactions given to this gateway, by what the node said of them")
                .labelNames("answer")
                .register(registry);
        for (Admission.Reason reason : Admission.Reason.values()) {
            transactions.initLabelValues(label(reason));
        }
        transactions.initLabelValues("accepted");
        gauge("allmende_http_streams", "Event streams and watches open", openStreams::getAsInt);
        ledgerGauges(port, clock);
        orderingTimes(port);
        processGauges();
    }

    private void ledgerGauges(LedgerPort port, InstantSource clock) {
        gauge("allmende_height", "The last height this node applied", () -> port.view().height());
        gauge(
                "allmende_agreed_time_lag_seconds",
                "This machine's clock less agreed time",
                () -> (clock.millis() - port.view().timeMillis()) / 1_000.0);
        gauge("allmende_epoch", "The roster epoch in force", () -> port.status().health().epoch());
        gauge(
                "allmende_transactions_under_way",
                "Transactions accepted by this node and not yet settled",
                () -> port.status().underWay());
        gauge(
                "allmende_transactions_submitted",
                "Transactions accepted by this node since its process started",
                () -> port.status().submitted());
        CounterWithCallback.builder()
                .name("allmende_apply_cpu_seconds")
                .help("Processor time that applying rounds has taken since the process started")
                .callback(measured -> measured.call(port.applyCpuNanos() / 1e9))
                .register(registry);
        GaugeWithCallback.builder()
                .name("allmende_state")
                .help("1 for the state this node's engine is in, 0 for the others")
                .labelNames("state")
                .callback(measured -> {
                    Health.State now = port.status().health().state();
                    for (Health.State state : Health.State.values()) {
                        measured.call(state == now ? 1 : 0, state.name().toLowerCase(Locale.ROOT));
                    }
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("allmende_table_rows")
                .help("Rows of each table")
                .labelNames("table")
                .callback(measured -> port.rows(port.view()).forEach((table, rows) -> measured.call(rows, table)))
                .register(registry);
    }

    private void orderingTimes(LedgerPort port) {
        SummaryWithCallback.builder()
                .name("allmende_ordering_seconds")
                .help("From the engine's accepting a transaction to the round that brings it; quantiles of the last minute")
                .callback(measured -> {
                    LedgerPort.Ordering ordering = port.ordering();
                    double[] millis = ordering.latestMillis();
                    List<Quantile> quantiles = new ArrayList<>();
                    for (double share : QUANTILES) {
                        int rank = (int) Math.ceil(share * millis.length);
                        double seconds = millis.length == 0 ? Double.NaN : millis[Math.max(0, rank - 1)] / 1_000;
                        quantiles.add(new Quantile(share, seconds));
                    }
                    measured.call(ordering.count(), Double.NaN, Quantiles.of(quantiles));
                })
                .register(registry);
    }

    private void processGauges() {
        gauge(
                "process_uptime_seconds",
                "Since the process started",
                () -> ManagementFactory.getRuntimeMXBean().getUptime() / 1_000.0);
        gauge(
                "jvm_heap_used_bytes",
                "Heap in use, garbage included",
                () -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        gauge("jvm_heap_max_bytes", "The most the heap may grow to", () -> Runtime.getRuntime().maxMemory());
        gauge(
                "jvm_platform_threads",
                "Platform threads; virtual ones are not counted",
                () -> ManagementFactory.getThreadMXBean().getThreadCount());
    }

    private void gauge(String name, String help, DoubleSupplier measure) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(measured -> measured.call(measure.getAsDouble()))
                .register(registry);
    }

    /** @param path as the route has it, so that ids do not become labels */
    void answered(String method, String path, int status) {
        requests.labelValues(knownMethod(method), path, Integer.toString(status)).inc();
    }

    void admitted(Admission admission) {
        String answer = switch (admission) {
            case Admission.Accepted accepted -> "accepted";
            case Admission.Refused refused -> label(refused.reason());
        };
        transactions.labelValues(answer).inc();
    }

    private static String label(Admission.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    /** A peer may send any word as a method; each would be a series of its own. */
    private static String knownMethod(String method) {
        return switch (method) {
            case "GET", "HEAD", "POST", "OPTIONS" -> method;
            default -> "other";
        };
    }

    Bytes text() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8 * 1024);
        try {
            writer.write(bytes, registry.scrape(), EscapingScheme.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.wrap(bytes.toByteArray());
    }
}

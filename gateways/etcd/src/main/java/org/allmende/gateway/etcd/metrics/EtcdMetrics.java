package org.allmende.gateway.etcd.metrics;

import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.HistoryRequest;
import org.allmende.coordination.KeyRange;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.SpaceAnswer;
import org.allmende.gateway.etcd.store.Identity;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.ledger.encoding.Bytes;

/**
 * What this gateway measures, in the text format of Prometheus. Measures are taken only while they are asked for.
 * Which of etcd's names are not here, and why, is in {@code docs/reference/etcd-http.md}.
 */
public final class EtcdMetrics {
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final List<NamedOtherwise> namedOtherwise = new ArrayList<>();
    private final MeasuredStore store;
    private final CallMetrics calls = new CallMetrics(registry);

    /** A gauge that etcd calls a total, or a counter that it does not: the library refuses both. */
    private record NamedOtherwise(String name, String type, String help, LongSupplier measure) {
        String text() {
            return "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n" + name + " "
                    + measure.getAsLong() + "\n";
        }
    }

    /**
     * @param version of etcd whose interface this is
     * @param clusterVersion major and minor
     */
    public EtcdMetrics(MeasuredStore store, String version, String clusterVersion) {
        this.store = store;
        label("etcd_server_version", "The version of etcd whose interface this is", "server_version", version);
        label("etcd_cluster_version", "Likewise, of all members", "cluster_version", clusterVersion);
        Identity identity = store.identity();
        label("etcd_server_id", "The member that answers here", "server_id", Long.toHexString(identity.member()));
        server();
        keyspace();
        watches();
        ProcessMeasures.register(registry);
    }

    private void server() {
        gauge(
                "etcd_server_has_leader",
                "1 while changes are being ordered, for which nobody leads",
                () -> store.standing().ordering() ? 1 : 0);
        other("etcd_server_proposals_committed_total", "gauge", "The last height this member knows", this::height);
        other("etcd_server_proposals_applied_total", "gauge", "The last height this member applied", this::height);
        gauge("etcd_server_proposals_pending", "Changes through this gateway not answered yet", store::pending);
        CounterWithCallback.builder()
                .name("etcd_server_proposals_failed_total")
                .help("Changes through this gateway of which it is not known what became of them")
                .callback(measured -> measured.call((double) store.failed()))
                .register(registry);
    }

    private void keyspace() {
        other("etcd_debugging_mvcc_keys_total", "gauge", "Keys of the keyspace", this::keys);
        gauge(
                "etcd_server_quota_backend_bytes",
                "Bytes that the keyspace's versions may take; -1: as many as they like",
                () -> space(found -> found.quotaBytes() == 0 ? -1 : found.quotaBytes()));
        for (String name : List.of(
                "etcd_mvcc_db_total_size_in_bytes",
                "etcd_mvcc_db_total_size_in_use_in_bytes",
                "etcd_debugging_mvcc_db_total_size_in_bytes")) {
            gauge(name, "Bytes of the keyspace's versions", () -> space(SpaceAnswer.Found::bytes));
        }
        gauge(
                "etcd_debugging_mvcc_current_revision",
                "The keyspace's revision",
                () -> store.local().revision());
        gauge(
                "etcd_debugging_mvcc_compact_revision",
                "The first revision that can be read; 0: never compacted",
                this::compacted);
    }

    private void watches() {
        other("etcd_debugging_mvcc_watch_stream_total", "gauge", "Watch streams open", calls::watchStreams);
        other("etcd_debugging_mvcc_watcher_total", "gauge", "Watchers open", calls::watchers);
        CounterWithCallback.builder()
                .name("etcd_debugging_mvcc_events_total")
                .help("Events sent to watchers")
                .callback(measured -> measured.call((double) calls.events()))
                .register(registry);
    }

    private long space(ToLongFunction<SpaceAnswer.Found> number) {
        return store.local().space() instanceof SpaceAnswer.Found found ? number.applyAsLong(found) : 0;
    }

    private long height() {
        return store.standing().height();
    }

    private long keys() {
        RangeRequest all =
                RangeRequest.of(KeyRange.ALL.key(), KeyRange.ALL.rangeEnd()).withCountOnly();
        return store.local().range(all) instanceof RangeAnswer.Found found
                ? found.result().count()
                : 0;
    }

    private long compacted() {
        Reading reading = store.local();
        HistoryRequest oldest = new HistoryRequest(KeyRange.ALL.key(), KeyRange.ALL.rangeEnd(), 0, 1, false);
        return reading.history(oldest) instanceof HistoryAnswer.Compacted compacted ? compacted.compactRevision() : 0;
    }

    /** Adds what etcd counts in {@code etcd_server_health_success} and {@code etcd_server_health_failures}. */
    public void health(LongSupplier successes, LongSupplier failures) {
        other("etcd_server_health_success", "counter", "Times that /health said yes", successes);
        other("etcd_server_health_failures", "counter", "Times that /health said no", failures);
    }

    /** Counts every call. */
    public ServerInterceptor calls() {
        return calls;
    }

    /** Counts the bytes of calls over gRPC. */
    public ServerStreamTracer.Factory bytes() {
        return calls.bytesTracer();
    }

    private void gauge(String name, String help, DoubleSupplier measure) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(measured -> measured.call(measure.getAsDouble()))
                .register(registry);
    }

    private void label(String name, String help, String label, String value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(measured -> measured.call(1, value))
                .register(registry);
    }

    private void other(String name, String type, String help, LongSupplier measure) {
        namedOtherwise.add(new NamedOtherwise(name, type, help, measure));
    }

    public Bytes text() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 * 1024);
        try {
            writer.write(bytes, registry.scrape(), EscapingScheme.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        namedOtherwise.forEach(measure -> bytes.writeBytes(measure.text().getBytes(StandardCharsets.UTF_8)));
        return Bytes.wrap(bytes.toByteArray());
    }
}

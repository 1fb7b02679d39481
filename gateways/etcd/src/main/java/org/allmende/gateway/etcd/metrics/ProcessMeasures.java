package org.allmende.gateway.etcd.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/** What every program says of its process: the node's, when the gateway is in one with it. */
final class ProcessMeasures {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMeasures() {}

    static void register(PrometheusRegistry registry) {
        gauge(
                registry,
                "process_start_time_seconds",
                "When the process started, since 1970",
                () -> ManagementFactory.getRuntimeMXBean().getStartTime() / 1_000.0);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            CounterWithCallback.builder()
                    .name("process_cpu_seconds_total")
                    .help("Processor time of the process")
                    .callback(measured -> measured.call(system.getProcessCpuTime() / 1e9))
                    .register(registry);
            gauge(registry, "process_open_fds", "Open file descriptors", system::getOpenFileDescriptorCount);
            gauge(registry, "process_max_fds", "The most there may be", system::getMaxFileDescriptorCount);
        }
        if (Files.isReadable(STATUS)) {
            gauge(registry, "process_resident_memory_bytes", "Memory in use", () -> kilobytes("VmRSS:"));
            gauge(registry, "process_virtual_memory_bytes", "Memory reserved", () -> kilobytes("VmSize:"));
        }
    }

    /** @return in bytes; not a number when the system does not say */
    private static double kilobytes(String name) {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToDouble(line -> 1_024 * Double.parseDouble(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private static void gauge(PrometheusRegistry registry, String name, String help, DoubleSupplier measure) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(measured -> measured.call(measure.getAsDouble()))
                .register(registry);
    }
}

package org.allmende.gateway.etcd.metrics;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.Rpc;
import org.jspecify.annotations.Nullable;

/** Counts calls, as the library for Go does that etcd counts with, and what their messages say. */
final class CallMetrics implements ServerInterceptor {
    private final Counter started;
    private final Counter handled;
    private final Histogram handling;
    private final Map<String, Counter> succeeded;
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder watchStreams = new LongAdder();
    private final LongAdder watchers = new LongAdder();
    private final LongAdder events = new LongAdder();

    CallMetrics(PrometheusRegistry registry) {
        started = Counter.builder()
                .name("grpc_server_started_total")
                .help("Calls begun, over gRPC and in JSON")
                .labelNames("grpc_type", "grpc_service", "grpc_method")
                .register(registry);
        handled = Counter.builder()
                .name("grpc_server_handled_total")
                .help("Calls ended, with or without success")
                .labelNames("grpc_type", "grpc_service", "grpc_method", "grpc_code")
                .register(registry);
        handling = Histogram.builder()
                .name("grpc_server_handling_seconds")
                .help("From a call's beginning to its end")
                .classicOnly()
                .classicUpperBounds(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10)
                .labelNames("grpc_type", "grpc_service", "grpc_method")
                .register(registry);
        succeeded = Map.of(
                KVGrpc.getPutMethod().getFullMethodName(), succeeded(registry, "put", "puts"),
                KVGrpc.getDeleteRangeMethod().getFullMethodName(), succeeded(registry, "delete", "deletes"),
                KVGrpc.getTxnMethod().getFullMethodName(), succeeded(registry, "txn", "transactions"),
                KVGrpc.getRangeMethod().getFullMethodName(), succeeded(registry, "range", "ranges"));
        bytes(registry, "received", "Bytes of messages received over gRPC", received);
        bytes(registry, "sent", "Bytes of messages sent over gRPC", sent);
    }

    private static Counter succeeded(PrometheusRegistry registry, String name, String what) {
        return Counter.builder()
                .name("etcd_mvcc_" + name + "_total")
                .help("Successful " + what + " by this gateway; those within a transaction are not counted")
                .register(registry);
    }

    private static void bytes(PrometheusRegistry registry, String name, String help, LongAdder count) {
        CounterWithCallback.builder()
                .name("etcd_network_client_grpc_" + name + "_bytes_total")
                .help(help)
                .callback(measured -> measured.call((double) count.sum()))
                .register(registry);
    }

    /** Watch streams open now. */
    long watchStreams() {
        return watchStreams.sum();
    }

    /** Watchers that were created and neither cancelled nor ended with their stream. */
    long watchers() {
        return watchers.sum();
    }

    /** Events sent to watchers. */
    long events() {
        return events.sum();
    }

    /** Counts the bytes of calls over gRPC. */
    ServerStreamTracer.Factory bytesTracer() {
        return new ServerStreamTracer.Factory() {
            @Override
            public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
                return new ServerStreamTracer() {
                    @Override
                    public void inboundUncompressedSize(long bytes) {
                        received.add(bytes);
                    }

                    @Override
                    public void outboundUncompressedSize(long bytes) {
                        sent.add(bytes);
                    }
                };
            }
        };
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Measured<Q, A> measured = new Measured<>(call);
        return new SimpleForwardingServerCallListener<>(next.startCall(measured, headers)) {
            @Override
            public void onCancel() {
                measured.ended(Status.Code.CANCELLED);
                super.onCancel();
            }
        };
    }

    private final class Measured<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final String type;
        private final String service;
        private final String method;
        private final boolean isWatch;
        private final long begun = System.nanoTime();
        private final LongAdder ownWatchers = new LongAdder();
        private final AtomicBoolean ended = new AtomicBoolean();

        Measured(ServerCall<Q, A> call) {
            super(call);
            MethodDescriptor<Q, A> descriptor = call.getMethodDescriptor();
            type = type(descriptor.getType());
            service = orEmpty(descriptor.getServiceName());
            method = orEmpty(descriptor.getBareMethodName());
            isWatch = descriptor.getFullMethodName().equals("etcdserverpb.Watch/Watch");
            started.labelValues(type, service, method).inc();
            watchStreams.add(isWatch ? 1 : 0);
        }

        @Override
        public void sendMessage(A message) {
            if (message instanceof Rpc.WatchResponse response) {
                // A watcher that could not be created is said to be both.
                int difference = (response.getCreated() ? 1 : 0) - (response.getCanceled() ? 1 : 0);
                ownWatchers.add(difference);
                watchers.add(difference);
                events.add(response.getEventsCount());
            }
            super.sendMessage(message);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            ended(status.getCode());
            super.close(status, trailers);
        }

        void ended(Status.Code code) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            handled.labelValues(type, service, method, label(code)).inc();
            handling.labelValues(type, service, method)
                    .observe((System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1));
            if (isWatch) {
                watchStreams.decrement();
                watchers.add(-ownWatchers.sum());
            }
            Counter counter = succeeded.get(getMethodDescriptor().getFullMethodName());
            if (code == Status.Code.OK && counter != null) {
                counter.inc();
            }
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String type(MethodDescriptor.MethodType type) {
        return switch (type) {
            case UNARY -> "unary";
            case CLIENT_STREAMING -> "client_stream";
            case SERVER_STREAMING -> "server_stream";
            case BIDI_STREAMING, UNKNOWN -> "bidi_stream";
        };
    }

    /** As Go spells it. */
    private static String label(Status.Code code) {
        return switch (code) {
            case OK -> "OK";
            case CANCELLED -> "Canceled";
            case UNKNOWN -> "Unknown";
            case INVALID_ARGUMENT -> "InvalidArgument";
            case DEADLINE_EXCEEDED -> "DeadlineExceeded";
            case NOT_FOUND -> "NotFound";
            case ALREADY_EXISTS -> "AlreadyExists";
            case PERMISSION_DENIED -> "PermissionDenied";
            case RESOURCE_EXHAUSTED -> "ResourceExhausted";
            case FAILED_PRECONDITION -> "FailedPrecondition";
            case ABORTED -> "Aborted";
            case OUT_OF_RANGE -> "OutOfRange";
            case UNIMPLEMENTED -> "Unimplemented";
            case INTERNAL -> "Internal";
            case UNAVAILABLE -> "Unavailable";
            case DATA_LOSS -> "DataLoss";
            case UNAUTHENTICATED -> "Unauthenticated";
        };
    }
}

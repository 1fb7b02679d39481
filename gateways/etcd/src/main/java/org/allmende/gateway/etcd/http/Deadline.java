package org.allmende.gateway.etcd.http;

import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Something that happens unless it is called off in time. */
record Deadline(Future<?> scheduled) {
    static Deadline in(long time, TimeUnit unit, ScheduledExecutorService executor, Runnable task) {
        return new Deadline(executor.schedule(task, time, unit));
    }

    /** Ends a connection. */
    static Deadline closing(long millis, ChannelHandlerContext context) {
        return in(millis, TimeUnit.MILLISECONDS, context.executor(), () -> {
            var _ = context.close();
        });
    }

    void cancel() {
        scheduled.cancel(false);
    }
}

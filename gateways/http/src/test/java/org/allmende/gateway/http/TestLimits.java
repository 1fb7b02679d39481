package org.allmende.gateway.http;

import java.util.function.Consumer;

/** The default limits with some of them changed. */
final class TestLimits {
    private static final HttpLimits DEFAULT = HttpLimits.DEFAULT;

    int bodyBytesMax = DEFAULT.bodyBytesMax();
    int connectionsMax = DEFAULT.connectionsMax();
    int streamsMax = DEFAULT.streamsMax();
    long barrierMillisMax = DEFAULT.barrierMillisMax();
    long heartbeatMillis = DEFAULT.heartbeatMillis();
    long receiveMillisMax = DEFAULT.receiveMillisMax();
    long sendMillisMax = DEFAULT.sendMillisMax();
    long idleMillisMax = DEFAULT.idleMillisMax();
    int largeAnswerBytesMax = DEFAULT.largeAnswerBytesMax();

    private TestLimits() {}

    static HttpLimits with(Consumer<TestLimits> change) {
        TestLimits limits = new TestLimits();
        change.accept(limits);
        return new HttpLimits(
                limits.bodyBytesMax,
                DEFAULT.targetBytesMax(),
                DEFAULT.headerBytesMax(),
                limits.connectionsMax,
                limits.streamsMax,
                DEFAULT.waitMillisMax(),
                limits.barrierMillisMax,
                limits.heartbeatMillis,
                limits.receiveMillisMax,
                limits.sendMillisMax,
                limits.idleMillisMax,
                limits.largeAnswerBytesMax);
    }
}

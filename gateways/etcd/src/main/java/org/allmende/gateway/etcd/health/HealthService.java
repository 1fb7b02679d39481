package org.allmende.gateway.etcd.health;

import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.time.Duration;
import org.allmende.gateway.etcd.store.Store;

/** Tells by gRPC's own service of health whether the network orders; under the empty name, as etcd does. */
public final class HealthService implements AutoCloseable {
    /** How old an answer may be. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Store store;
    private final HealthStatusManager statuses = new HealthStatusManager();
    private final Thread looking;

    public HealthService(Store store) {
        this.store = store;
        look();
        looking = Thread.ofVirtual().name("etcd-health").start(this::keepLooking);
    }

    public BindableService service() {
        return statuses.getHealthService();
    }

    private void keepLooking() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        statuses.setStatus(
                HealthStatusManager.SERVICE_NAME_ALL_SERVICES,
                store.standing().ordering() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    }

    /** From now on nothing is served. */
    @Override
    public void close() {
        looking.interrupt();
        statuses.enterTerminalState();
    }
}

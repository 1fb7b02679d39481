package org.allmende.gateway.etcd.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** gRPC's own service of health follows the network. */
class HealthServiceTest {
    @Test
    void whoWatchesIsToldOfEveryChange() throws Exception {
        HandStore store = new HandStore();
        String name = InProcessServerBuilder.generateName();
        HealthService health = new HealthService(store);
        try {
            Server server = InProcessServerBuilder.forName(name).addService(health.service()).build().start();
            ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
            HealthGrpc.HealthBlockingStub stub =
                    HealthGrpc.newBlockingStub(channel).withDeadlineAfter(1, TimeUnit.MINUTES);
            try {
                Iterator<HealthCheckResponse> watch = stub.watch(HealthCheckRequest.getDefaultInstance());
                assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);
                store.ordering = false;
                assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
                assertThat(stub.check(HealthCheckRequest.getDefaultInstance()).getStatus())
                        .isEqualTo(ServingStatus.NOT_SERVING);
                store.ordering = true;
                assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);
                health.close();
                assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
            } finally {
                channel.shutdownNow();
                server.shutdownNow();
            }
        } finally {
            health.close();
        }
    }
}

package org.allmende.gateway.etcd.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ServiceDescriptor;
import java.util.Collection;
import java.util.stream.Stream;
import org.allmende.etcd.protocol.AuthGrpc;
import org.allmende.etcd.protocol.ClusterGrpc;
import org.allmende.etcd.protocol.ElectionGrpc;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.LeaseGrpc;
import org.allmende.etcd.protocol.LockGrpc;
import org.allmende.etcd.protocol.MaintenanceGrpc;
import org.allmende.etcd.protocol.WatchGrpc;
import org.junit.jupiter.api.Test;

/** No method is forgotten. */
class JsonPathsTest {
    @Test
    void everyMethodHasAPath() {
        assertThat(JsonPaths.ALL.values())
                .containsAll(Stream.of(
                                KVGrpc.getServiceDescriptor(),
                                WatchGrpc.getServiceDescriptor(),
                                LeaseGrpc.getServiceDescriptor(),
                                ClusterGrpc.getServiceDescriptor(),
                                MaintenanceGrpc.getServiceDescriptor(),
                                AuthGrpc.getServiceDescriptor(),
                                LockGrpc.getServiceDescriptor(),
                                ElectionGrpc.getServiceDescriptor())
                        .map(ServiceDescriptor::getMethods)
                        .flatMap(Collection::stream)
                        .toList());
        assertThat(JsonPaths.ALL).hasSize(51);
    }
}

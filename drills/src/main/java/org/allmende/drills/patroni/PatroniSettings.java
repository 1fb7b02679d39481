package org.allmende.drills.patroni;

import java.nio.file.Path;
import java.util.List;

/**
 * What one Patroni is told.
 *
 * @param name of its server
 * @param folder its own
 * @param restPort where Patroni is asked
 * @param postgresPort where PostgreSQL is asked
 * @param gateways of all nodes, as {@code 127.0.0.1:7800}
 */
record PatroniSettings(String name, Path folder, int restPort, int postgresPort, List<String> gateways) {
    /** Patroni's own defaults: how long the leader's key lives unrenewed, and how often each Patroni looks. Seconds. */
    static final int TTL_SECONDS = 30;

    static final int LOOP_SECONDS = 10;

    PatroniSettings {
        gateways = List.copyOf(gateways);
    }

    Path data() {
        return folder.resolve("data");
    }

    /** @param programs the folder of PostgreSQL's programs */
    String text(Path programs) {
        return """
                scope: drill
                name: %s
                restapi:
                  listen: 127.0.0.1:%d
                  connect_address: 127.0.0.1:%d
                etcd3:
                  hosts: %s
                bootstrap:
                  dcs:
                    ttl: %d
                    loop_wait: %d
                    retry_timeout: 10
                    synchronous_mode: true
                    postgresql:
                      use_pg_rewind: true
                  initdb:
                    - encoding: UTF8
                    - data-checksums
                postgresql:
                  listen: 127.0.0.1:%d
                  connect_address: 127.0.0.1:%d
                  bin_dir: %s
                  data_dir: %s
                  pgpass: %s
                  authentication:
                    superuser:
                      username: postgres
                    replication:
                      username: replicator
                  pg_hba:
                    - host all all 127.0.0.1/32 trust
                    - host replication all 127.0.0.1/32 trust
                  parameters:
                    unix_socket_directories: ''
                    shared_buffers: 16MB
                """
                .formatted(
                        name,
                        restPort,
                        restPort,
                        String.join(",", gateways),
                        TTL_SECONDS,
                        LOOP_SECONDS,
                        postgresPort,
                        postgresPort,
                        programs,
                        data(),
                        folder.resolve("pgpass"));
    }
}

package org.allmende.gateway.etcd.cluster;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import org.allmende.coordination.Alarm;
import org.allmende.coordination.CoordinationOperation.ChangeAlarm;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.SpaceAnswer;
import org.allmende.etcd.protocol.MaintenanceGrpc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.gateway.etcd.Answering;
import org.allmende.gateway.etcd.EtcdError;
import org.allmende.gateway.etcd.EtcdSettings;
import org.allmende.gateway.etcd.Headers;
import org.allmende.gateway.etcd.auth.Guard;
import org.allmende.gateway.etcd.auth.GuardedStore;
import org.allmende.gateway.etcd.snapshot.KeyspaceSource;
import org.allmende.gateway.etcd.snapshot.SnapshotWriter;
import org.allmende.gateway.etcd.store.Identity;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.gateway.etcd.store.Standing;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.etcd.store.UnavailableException;
import org.allmende.gateway.etcd.store.Written;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the network and this gateway are doing: etcd's {@code Maintenance} service. */
public final class MaintenanceService extends MaintenanceGrpc.MaintenanceImplBase {
    /** Of a snapshot sent at a time, as etcd's. */
    private static final int SNAPSHOT_CHUNK_BYTES = 32 * 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceService.class);

    private final Store store;
    private final GuardedStore guarded;
    private final Guard guard;
    private final Headers headers;
    private final Executor executor;

    /** @param executor for what takes long */
    public MaintenanceService(Store store, GuardedStore guarded, Guard guard, Headers headers, Executor executor) {
        this.store = store;
        this.guarded = guarded;
        this.guard = guard;
        this.headers = headers;
        this.executor = executor;
    }

    @Override
    public void status(Rpc.StatusRequest request, StreamObserver<Rpc.StatusResponse> observer) {
        Answering.answer(observer, () -> {
            Standing standing = store.standing();
            Rpc.StatusResponse.Builder response = Rpc.StatusResponse.newBuilder()
                    .setHeader(headers.now())
                    .setVersion(EtcdSettings.VERSION)
                    .setLeader(standing.ordering() ? Members.first(store) : 0)
                    .setRaftIndex(standing.height())
                    .setRaftAppliedIndex(standing.height())
                    .setRaftTerm(headers.term());
            if (!standing.ordering()) {
                response.addErrors(EtcdError.NO_LEADER.text() + ": " + standing.why());
            }
            addSpace(response);
            return response.build();
        });
    }

    /** Left out where it is asked of nodes that do not answer: how the network does is told all the same. */
    private void addSpace(Rpc.StatusResponse.Builder response) {
        try {
            if (store.local().space() instanceof SpaceAnswer.Found space) {
                response.setDbSize(space.bytes()).setDbSizeInUse(space.bytes());
                space.alarms().forEach(alarm -> response.addErrors(Alarms.text(alarm)));
            }
        } catch (UnavailableException e) {
            LOG.debug("what the keyspace takes up cannot be told", e);
        }
    }

    /** Root's, where users are asked for, as in etcd since its advisory GHSA-q8m4-xhhv-38mg. */
    @Override
    public void alarm(Rpc.AlarmRequest request, StreamObserver<Rpc.AlarmResponse> observer) {
        Answering.answer(observer, () -> {
            Alarm alarm = new Alarm(Alarms.kind(request.getAlarm()), request.getMemberID());
            return switch (request.getAction()) {
                case GET -> {
                    guard.requireRoot();
                    yield alarms(Alarms.of(store.linearizable()).stream()
                            .filter(each -> alarm.kind() == Alarm.Kind.NONE || each.kind() == alarm.kind())
                            .toList());
                }
                case ACTIVATE -> alarms(change(alarm, true));
                case DEACTIVATE -> alarms(change(alarm, false));
                case UNRECOGNIZED -> alarms(List.of());
            };
        });
    }

    /** @return what etcd answers: the alarm, unless one was to be taken back that there is not */
    private List<Alarm> change(Alarm alarm, boolean raised) {
        return switch (guarded.write(new ChangeAlarm(store.keyspace(), alarm, raised)).join()) {
            case Written.Applied _ -> List.of(alarm);
            case Written.Refused(CoordinationReason reason) when reason == CoordinationReason.ALARM_NOT_FOUND ->
                List.of();
            case Written.Refused(CoordinationReason reason) -> throw EtcdError.of(reason);
        };
    }

    private Rpc.AlarmResponse alarms(List<Alarm> alarms) {
        return Rpc.AlarmResponse.newBuilder()
                .setHeader(headers.now())
                .addAllAlarms(alarms.stream().map(Alarms::member).toList())
                .build();
    }

    @Override
    public void hashKV(Rpc.HashKVRequest request, StreamObserver<Rpc.HashKVResponse> observer) {
        Answering.answer(observer, () -> {
            guard.requireRoot();
            Reading reading = store.local();
            KeyHash.Result result = KeyHash.of(reading, request.getRevision());
            return Rpc.HashKVResponse.newBuilder()
                    .setHeader(headers.at(reading.revision()))
                    .setHash(result.hash())
                    .setCompactRevision(result.compactRevision())
                    .build();
        });
    }

    @Override
    public void hash(Rpc.HashRequest request, StreamObserver<Rpc.HashResponse> observer) {
        Answering.answer(observer, () -> {
            guard.requireRoot();
            Reading reading = store.local();
            return Rpc.HashResponse.newBuilder()
                    .setHeader(headers.at(reading.revision()))
                    .setHash(KeyHash.of(reading, 0).hash())
                    .build();
        });
    }

    /** A database that etcd can be restored from, and its hash; written to a file first, since its end is not known before. */
    @Override
    public void snapshot(Rpc.SnapshotRequest request, StreamObserver<Rpc.SnapshotResponse> observer) {
        try {
            guard.requireRoot();
        } catch (StatusRuntimeException e) {
            observer.onError(e);
            return;
        }
        Pace pace = new Pace((ServerCallStreamObserver<?>) observer);
        // A call's thread is told that its client can take more only when this method has returned.
        executor.execute(() -> {
            try {
                snapshot(observer, pace);
            } catch (IOException | InterruptedException | RuntimeException e) {
                observer.onError(Answering.error(e));
            }
        });
    }

    private void snapshot(StreamObserver<Rpc.SnapshotResponse> observer, Pace pace)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("allmende-snapshot", ".db");
        try {
            SnapshotWriter.write(file, new KeyspaceSource(store.linearizable()));
            send(file, observer, pace);
        } finally {
            Files.delete(file);
        }
    }

    private void send(Path file, StreamObserver<Rpc.SnapshotResponse> observer, Pace pace)
            throws IOException, InterruptedException {
        Rpc.SnapshotResponse.Builder chunk = Rpc.SnapshotResponse.newBuilder().setHeader(headers.now());
        long left = Files.size(file);
        try (InputStream in = Files.newInputStream(file)) {
            while (left > 0 && pace.awaitReady()) {
                byte[] bytes = in.readNBytes(SNAPSHOT_CHUNK_BYTES);
                left -= bytes.length;
                observer.onNext(chunk.setRemainingBytes(left)
                        .setBlob(UnsafeByteOperations.unsafeWrap(bytes))
                        .build());
                chunk.clearHeader();
            }
        }
        if (left == 0) {
            observer.onCompleted();
        }
    }

    /** There is nothing to do: what was compacted is removed by itself, and its room used again. */
    @Override
    public void defragment(Rpc.DefragmentRequest request, StreamObserver<Rpc.DefragmentResponse> observer) {
        Answering.answer(observer, () -> {
            guard.requireRoot();
            return Rpc.DefragmentResponse.newBuilder().setHeader(headers.now()).build();
        });
    }

    /** There is no leader to move; that any member might be it is so already. */
    @Override
    public void moveLeader(Rpc.MoveLeaderRequest request, StreamObserver<Rpc.MoveLeaderResponse> observer) {
        Answering.answer(observer, () -> {
            guard.requireRoot();
            if (store.members().stream().noneMatch(node -> Identity.member(node) == request.getTargetID())) {
                throw EtcdError.BAD_LEADER_TRANSFEREE.exception();
            }
            return Rpc.MoveLeaderResponse.newBuilder().setHeader(headers.now()).build();
        });
    }
}

package org.allmende.gateway.etcd.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.allmende.etcd.protocol.Authpb;
import org.allmende.etcd.protocol.Rpc;

/** All that a snapshot holds, in memory, to be compared. */
record Content(
        SnapshotState state,
        List<Change> puts,
        List<StoredLease> leased,
        List<Authpb.User> people,
        List<Authpb.Role> duties,
        List<Rpc.Member> cluster,
        List<Rpc.AlarmMember> warnings)
        implements SnapshotSource {
    static final Content EMPTY = new Content(
            new SnapshotState(1, 0, 0, "", false, 0), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    static Content of(SnapshotSource source) {
        return new Content(
                source.state(),
                all(source.changes()),
                all(source.leases()),
                all(source.users()),
                all(source.roles()),
                all(source.members()),
                all(source.alarms()));
    }

    static Content read(Path file) throws IOException {
        try (SnapshotFile snapshot = SnapshotFile.open(file)) {
            return of(snapshot);
        }
    }

    private static <T> List<T> all(Iterator<T> iterator) {
        List<T> all = new ArrayList<>();
        iterator.forEachRemaining(all::add);
        return all;
    }

    Content at(SnapshotState other) {
        return new Content(other, puts, leased, people, duties, cluster, warnings);
    }

    Content changes(List<Change> others) {
        return new Content(state, others, leased, people, duties, cluster, warnings);
    }

    Content leases(List<StoredLease> others) {
        return new Content(state, puts, others, people, duties, cluster, warnings);
    }

    Content auth(List<Authpb.User> users, List<Authpb.Role> roles) {
        return new Content(state, puts, leased, users, roles, cluster, warnings);
    }

    Content members(List<Rpc.Member> members, List<Rpc.AlarmMember> alarms) {
        return new Content(state, puts, leased, people, duties, members, alarms);
    }

    @Override
    public Iterator<Change> changes() {
        return puts.iterator();
    }

    @Override
    public Iterator<StoredLease> leases() {
        return leased.iterator();
    }

    @Override
    public Iterator<Authpb.User> users() {
        return people.iterator();
    }

    @Override
    public Iterator<Authpb.Role> roles() {
        return duties.iterator();
    }

    @Override
    public Iterator<Rpc.Member> members() {
        return cluster.iterator();
    }

    @Override
    public Iterator<Rpc.AlarmMember> alarms() {
        return warnings.iterator();
    }
}

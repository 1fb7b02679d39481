package org.allmende.gateway.etcd.snapshot;

import java.util.Collections;
import java.util.Iterator;
import org.allmende.etcd.protocol.Authpb;
import org.allmende.etcd.protocol.Rpc;

/**
 * All that an etcd keeps, as of one moment. Everything is given out in the order in which it is stored, so that nobody
 * must hold it all. Of users, roles, members and alarms there are none unless a source says otherwise. An iterator of what is read from a file throws {@link java.io.UncheckedIOException} when the file
 * cannot be read any more.
 */
public interface SnapshotSource {
    SnapshotState state();

    /**
     * Ascending by revision, none twice: for each key the last change up to the compacted revision, unless that is a
     * deletion, and every one after it. Where a compaction was under way, also some that it had still to remove.
     */
    Iterator<Change> changes();

    /** Ascending by id, as unsigned numbers. */
    Iterator<StoredLease> leases();

    /** Ascending by name, each with its bcrypt hash. */
    default Iterator<Authpb.User> users() {
        return Collections.emptyIterator();
    }

    /** Ascending by name. */
    default Iterator<Authpb.Role> roles() {
        return Collections.emptyIterator();
    }

    /**
     * Ascending by id as text, in hexadecimal without zeros before it. Best empty in what etcd 3.4 shall
     * restore: it takes no member from there, and deletes each key whose name is the id of one.
     */
    default Iterator<Rpc.Member> members() {
        return Collections.emptyIterator();
    }

    /** Ascending by their encoding. A restored etcd has them too, and writes nothing while it has one of no space. */
    default Iterator<Rpc.AlarmMember> alarms() {
        return Collections.emptyIterator();
    }
}

package org.allmende.gateway.etcd.watch;

import java.util.List;
import org.allmende.coordination.CoordinationReason;
import org.allmende.etcd.protocol.Mvcc;

/** Whom watchers are for: a client's stream, or somebody in this process. */
interface Recipient {
    /** Whether it can take more now. */
    boolean isReady();

    /** Waits until it can take more. @return false when there is nobody any more */
    boolean awaitReady() throws InterruptedException;

    /** What a watcher wanted up to a revision. */
    void send(Watcher watcher, long revision, List<Mvcc.Event> events);

    /** The past it asked for is gone, and with it the watcher. */
    void compacted(Watcher watcher, long compactRevision);

    /** What it asked for cannot be read; the watcher is gone. */
    void refused(Watcher watcher, CoordinationReason reason);

    /** Under the lock of all watchers: whether it still wants this one. */
    boolean has(Watcher watcher);

    /** Under the lock of all watchers: one of its watchers has seen everything. */
    void synced();

    /** A watcher that wants to know has seen everything up to a revision. */
    void progress(long id, long revision);

    /** Nothing more can be told. */
    void fail(Throwable failure);
}

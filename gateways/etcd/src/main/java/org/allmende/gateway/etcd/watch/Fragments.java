package org.allmende.gateway.etcd.watch;

import java.util.ArrayList;
import java.util.List;
import org.allmende.coordination.CoordinationLimits;
import org.allmende.etcd.protocol.Mvcc;

/** Splits events into portions that are no larger than a request may be, as etcd does; one event is never split. */
final class Fragments {
    private Fragments() {}

    static List<List<Mvcc.Event>> of(List<Mvcc.Event> events) {
        List<List<Mvcc.Event>> fragments = new ArrayList<>();
        List<Mvcc.Event> fragment = new ArrayList<>();
        long bytes = 0;
        for (Mvcc.Event event : events) {
            if (!fragment.isEmpty() && bytes + event.getSerializedSize() > CoordinationLimits.REQUEST_BYTES_MAX) {
                fragments.add(fragment);
                fragment = new ArrayList<>();
                bytes = 0;
            }
            fragment.add(event);
            bytes += event.getSerializedSize();
        }
        fragments.add(fragment);
        return fragments;
    }
}

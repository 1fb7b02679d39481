package org.allmende.gateway.etcd.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allmende.coordination.KeyEvent;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.gateway.etcd.kv.Responses;

/** Events in etcd's words, made once for all watchers they go to. */
final class SharedEvents {
    private final Map<KeyEvent, Mvcc.Event> plain = new HashMap<>();
    private final Map<KeyEvent, Mvcc.Event> withPrevKv = new HashMap<>();

    List<Mvcc.Event> of(List<KeyEvent> events, boolean prevKv) {
        Map<KeyEvent, Mvcc.Event> made = prevKv ? withPrevKv : plain;
        List<Mvcc.Event> shown = new ArrayList<>(events.size());
        for (KeyEvent event : events) {
            shown.add(made.computeIfAbsent(event, each -> Responses.event(each, prevKv)));
        }
        return shown;
    }
}

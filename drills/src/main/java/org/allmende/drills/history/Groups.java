package org.allmende.drills.history;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;

/** Names that belong together: those that were named together, and through others. */
final class Groups {
    private final Map<String, String> above = new HashMap<>();

    void join(SortedSet<String> names) {
        String first = of(names.first());
        names.forEach(name -> above.put(of(name), first));
    }

    /** One name of the group stands for all of it. */
    String of(String name) {
        String top = name;
        for (String next = above.getOrDefault(top, top); !next.equals(top); next = above.getOrDefault(top, top)) {
            top = next;
        }
        above.put(name, top);
        return top;
    }
}

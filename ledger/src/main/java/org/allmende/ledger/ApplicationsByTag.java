package org.allmende.ledger;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.timer.TimerTable;
import org.allmende.ledger.transaction.Operation;

/** The applications of one ledger. What befalls all of them befalls them in the order of their tags. */
final class ApplicationsByTag {
    private final Map<Integer, Application> byTag = new TreeMap<>();

    /** @throws IllegalArgumentException when two applications claim one tag */
    ApplicationsByTag(List<? extends Application> applications) {
        for (Application application : applications) {
            Application other = byTag.putIfAbsent(application.tag(), application);
            if (other != null) {
                throw new IllegalArgumentException("applications " + other.name() + " and " + application.name()
                        + " both have tag " + other.tag());
            }
        }
    }

    /** By tag. */
    List<Application> all() {
        return List.copyOf(byTag.values());
    }

    /** Knows the operations, events and results of all of them. */
    Schema schema() {
        Map<Integer, Class<? extends Operation>> operations = new TreeMap<>();
        Map<Integer, Class<? extends Event>> events = new TreeMap<>();
        Map<Integer, Class<? extends Result>> results = new TreeMap<>();
        byTag.forEach((tag, application) -> {
            operations.put(tag, application.operations());
            events.put(tag, application.events());
            results.put(tag, application.results());
        });
        return Schema.standard()
                .with(Operation.class, operations)
                .with(Event.class, events)
                .with(Result.class, results);
    }

    /** For people; the tag itself where no application has it. */
    String nameOf(int tag) {
        Application application = byTag.get(tag);
        return application == null ? Integer.toString(tag) : application.name();
    }

    boolean has(int tag) {
        return byTag.containsKey(tag);
    }

    Application withTag(int tag) {
        Application application = byTag.get(tag);
        if (application == null) {
            throw new IllegalStateException("no application has tag " + tag);
        }
        return application;
    }

    /** Whose operation it is. */
    Application of(Operation operation) {
        for (Application application : byTag.values()) {
            if (application.operations().isInstance(operation)) {
                return application;
            }
        }
        throw new IllegalStateException("decoded an operation of no application: " + operation.getClass().getName());
    }

    void begin(Genesis genesis, HeightContext context) {
        byTag.values().forEach(application -> {
            context.enter(application);
            application.begin(genesis, context);
        });
    }

    void gap(Gap gap, HeightContext context) {
        byTag.values().forEach(application -> {
            context.enter(application);
            application.gap(gap, context);
        });
    }

    /** Tells the application that had set it. */
    void due(TimerTable.Due due, HeightContext context) {
        Application application = byTag.get(due.application());
        if (application == null) {
            throw new IllegalStateException("a timer of application " + due.application()
                    + " is due, which this node does not have: run the version the network runs");
        }
        context.enter(application);
        application.due(due.timer(), context);
    }
}

package org.allmende.drills.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.allmende.drills.history.Answer.Reading;
import org.allmende.drills.history.Answer.Transacted;
import org.allmende.drills.history.Transaction.Action;
import org.allmende.drills.history.Transaction.Comparison;
import org.allmende.ledger.seeds.Seed;

/**
 * Clients at a store that does one thing after the other: what they ask, when they are answered, which answers are
 * lost, and which requests arrive after their client has given up, follows from a seed. What they see is a true
 * history.
 */
final class Execution {
    private final Seed seed;
    private final Settings settings;
    private final PlainStore store = new PlainStore();
    private final Map<String, Request> open = new LinkedHashMap<>();
    private final List<Request> late = new ArrayList<>();
    private final List<Operation> history = new ArrayList<>();
    private long now;
    private int values;

    /** Of what the answers tell beyond values. */
    enum Told {
        EVERYTHING,
        NOTHING,
        SOMETIMES
    }

    /**
     * @param valuesMax how many different values are written; more than there are puts: each has its own
     * @param keysMax of one transaction; 1: each key is for itself
     * @param unknownIn one operation in so many
     * @param moments between two steps, at most; 0: many happen at once
     */
    record Settings(
            int clients, List<String> keys, int valuesMax, int keysMax, int unknownIn, Told told, int moments) {
        static Settings of(int clients, int keys, Told told) {
            List<String> names =
                    IntStream.range(0, keys).mapToObj(key -> "k" + key).toList();
            return new Settings(clients, names, Integer.MAX_VALUE, 1, 100, told, 5);
        }

        Settings valuesMax(int values) {
            return new Settings(clients, keys, values, keysMax, unknownIn, told, moments);
        }

        Settings keysMax(int keys) {
            return new Settings(clients, this.keys, valuesMax, keys, unknownIn, told, moments);
        }

        Settings unknownIn(int operations) {
            return new Settings(clients, keys, valuesMax, keysMax, operations, told, moments);
        }

        Settings moments(int most) {
            return new Settings(clients, keys, valuesMax, keysMax, unknownIn, told, most);
        }
    }

    private record Request(String client, long invoked, Call call, Optional<Answer> answer) {}

    private Execution(Seed seed, Settings settings) {
        this.seed = seed;
        this.settings = settings;
    }

    /** Of transactions. */
    static History of(Seed seed, Settings settings, int operations) {
        return new Execution(seed, settings).run(operations, false);
    }

    /** Of acquires and releases; the keys are locks. */
    static History ofLocks(Seed seed, Settings settings, int operations) {
        return new Execution(seed, settings).run(operations, true);
    }

    private History run(int operations, boolean locks) {
        int steps = 0;
        while (history.size() < operations) {
            now += seed.between(0, settings.moments());
            String client = "c" + seed.between(1, settings.clients());
            Request request = open.get(client);
            if (request == null) {
                Call call = locks ? lockCall(client) : transaction();
                open.put(client, new Request(client, now, call, Optional.empty()));
            } else if (seed.oneIn(settings.unknownIn())) {
                giveUp(request);
            } else if (request.answer().isPresent()) {
                finish(Operation.ok(client, request.invoked(), now, request.call(), request.answer().get()));
            } else if (seed.oneIn(50)) {
                finish(Operation.failed(client, request.invoked(), now, request.call()));
            } else {
                answered(request).ifPresent(answered -> open.put(client, answered));
            }
            if (!late.isEmpty() && seed.oneIn(20)) {
                Request arriving = late.remove(seed.between(0, late.size() - 1));
                answered(arriving);
            }
            if (++steps > 1_000 * operations) {
                throw new IllegalStateException("clients wait for each other");
            }
        }
        open.values().forEach(each -> history.add(Operation.unknown(each.client(), each.invoked(), each.call())));
        return new History(history);
    }

    private void finish(Operation operation) {
        open.remove(operation.client());
        history.add(operation);
    }

    private void giveUp(Request request) {
        finish(Operation.unknown(request.client(), request.invoked(), request.call()));
        if (request.answer().isEmpty() && seed.nextBoolean()) {
            late.add(request);
        }
        // A session nobody uses any more ends some time, or all others would wait for ever.
        if (request.call() instanceof Call.Acquire(String lock, String session)) {
            Call.Release end = new Call.Release(lock, session);
            history.add(Operation.unknown(request.client(), now, end));
            late.add(new Request(request.client(), now, end, Optional.empty()));
        } else if (request.call() instanceof Call.Release && request.answer().isEmpty()) {
            late.add(request);
        }
    }

    private Optional<Request> answered(Request request) {
        Optional<Answer> answer =
                switch (request.call()) {
                    case Transaction transaction ->
                        Optional.of(told(
                                transaction, store.apply(transaction, store.revision() + seed.between(1, 2))));
                    case Call.Acquire acquire -> {
                        long fence = store.revision() + 1;
                        store.moveTo(fence);
                        yield store.acquire(acquire, fence)
                                ? Optional.of(new Answer.Acquired(
                                        tells() ? store.hold(acquire.lock()).fence() : 0))
                                : Optional.empty();
                    }
                    case Call.Release release -> {
                        store.release(release);
                        yield Optional.of(new Answer.Released());
                    }
                };
        return answer.map(given ->
                new Request(request.client(), request.invoked(), request.call(), Optional.of(given)));
    }

    private Transacted told(Transaction asked, Transacted all) {
        List<Action> done = asked.branch(all.succeeded());
        List<Reading> readings = IntStream.range(0, done.size())
                .mapToObj(i -> told(done.get(i), all.readings().get(i)))
                .toList();
        return new Transacted(all.succeeded(), tells() ? all.revision() : 0, readings);
    }

    private Reading told(Action action, Reading all) {
        if (action instanceof Action.Put && !seed.oneIn(4)) {
            return Reading.UNTOLD;
        }
        if (action instanceof Action.Delete && seed.oneIn(4)) {
            return Reading.UNTOLD;
        }
        if (!(all instanceof Reading.Found found)) {
            return all;
        }
        if (action instanceof Action.Delete && seed.nextBoolean()) {
            return Reading.EXISTED;
        }
        return new Reading.Found(found.value(), tells() ? found.modRevision() : 0, tells() ? found.version() : 0);
    }

    private boolean tells() {
        return switch (settings.told()) {
            case EVERYTHING -> true;
            case NOTHING -> false;
            case SOMETIMES -> seed.nextBoolean();
        };
    }

    private Call lockCall(String client) {
        String lock = seed.pick(settings.keys());
        String session = client + "-" + history.size();
        String holder = store.hold(lock).session();
        return holder.startsWith(client + "-") || seed.oneIn(10)
                ? new Call.Release(lock, holder.startsWith(client + "-") ? holder : session)
                : new Call.Acquire(lock, session);
    }

    private Transaction transaction() {
        int keys = seed.between(1, settings.keysMax());
        if (keys == 1 && seed.nextBoolean()) {
            String key = seed.pick(settings.keys());
            return seed.nextBoolean() ? Transaction.get(key) : Transaction.put(key, value());
        }
        List<Comparison> comparisons = new ArrayList<>();
        List<Action> actions = new ArrayList<>();
        List<Action> otherwise = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            String key = keys == 1 && !actions.isEmpty() ? actions.getFirst().key() : seed.pick(settings.keys());
            if (seed.nextBoolean()) {
                comparisons.add(comparison(key));
            }
            actions.add(action(key));
            if (seed.oneIn(3)) {
                otherwise.add(new Action.Get(key));
            }
            if (seed.oneIn(8)) {
                otherwise.add(new Action.Put(key, value()));
            }
        }
        return new Transaction(comparisons, actions, otherwise);
    }

    private Action action(String key) {
        return switch (seed.between(0, 5)) {
            case 0 -> new Action.Get(key);
            case 1 -> new Action.Delete(key);
            default -> new Action.Put(key, value());
        };
    }

    /** About what is there now: half of them will hold unless somebody is faster. */
    private Comparison comparison(String key) {
        Reading there = store.copy().apply(Transaction.get(key), 0).readings().getFirst();
        Reading.Found pair = there instanceof Reading.Found found ? found : new Reading.Found("", 0, 0);
        return switch (seed.between(0, settings.told() == Told.NOTHING ? 0 : 2)) {
            case 0 ->
                seed.oneIn(3)
                        ? new Comparison.VersionIs(key, 0)
                        : new Comparison.ValueIs(key, seed.oneIn(4) ? value() : pair.value());
            case 1 -> new Comparison.ModRevisionIs(key, pair.modRevision() + (seed.oneIn(4) ? 1 : 0));
            default -> new Comparison.VersionIs(key, pair.version() + (seed.oneIn(4) ? 1 : 0));
        };
    }

    private String value() {
        values++;
        return "v" + (settings.valuesMax() == Integer.MAX_VALUE ? values : seed.between(1, settings.valuesMax()));
    }
}

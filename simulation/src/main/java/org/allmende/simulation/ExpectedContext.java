package org.allmende.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.allmende.ledger.Context;
import org.allmende.ledger.Event;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.EventPage.Placed;
import org.allmende.ledger.port.EventPlace;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.timer.Timers;
import org.jspecify.annotations.Nullable;

/** What expectations are given at one height. */
final class ExpectedContext implements Context {
    private final long height;
    private final long timeMillis;
    private final long epoch;
    private final Set<Integer> tags;
    private final List<Placed> events = new ArrayList<>();
    private NavigableSet<DueTimer> timers;
    private AccountsExpectation accounts;
    private ExpectedMetering metering;
    private int tag;
    private @Nullable AccountId caller;

    /** Sorts as timers fire: by time, then application, then name. */
    record DueTimer(long dueMillis, int application, Bytes name) implements Comparable<DueTimer> {
        @Override
        public int compareTo(DueTimer other) {
            int byTime = Long.compare(dueMillis, other.dueMillis);
            int byApplication = Integer.compare(application, other.application);
            return byTime != 0 ? byTime : byApplication != 0 ? byApplication : name.compareTo(other.name);
        }

        Timer timer() {
            return new Timer(dueMillis, name);
        }
    }

    ExpectedContext(
            long height,
            long timeMillis,
            long epoch,
            Set<Integer> tags,
            NavigableSet<DueTimer> timers,
            AccountsExpectation accounts,
            ExpectedMetering metering) {
        this.height = height;
        this.timeMillis = timeMillis;
        this.epoch = epoch;
        this.tags = tags;
        this.timers = timers;
        this.accounts = accounts;
        this.metering = metering;
    }

    void enter(int application, @Nullable AccountId whoSigned) {
        tag = application;
        caller = whoSigned;
    }

    NavigableSet<DueTimer> timerSet() {
        return timers;
    }

    List<Placed> events() {
        return List.copyOf(events);
    }

    /** Back to where a group began. */
    void undo(
            NavigableSet<DueTimer> timersThen,
            int eventsThen,
            AccountsExpectation accountsThen,
            ExpectedMetering meteringThen) {
        timers = timersThen;
        accounts = accountsThen;
        metering = meteringThen;
        events.subList(eventsThen, events.size()).clear();
    }

    NavigableSet<DueTimer> copyOfTimers() {
        return new TreeSet<>(timers);
    }

    @Override
    public long height() {
        return height;
    }

    @Override
    public long timeMillis() {
        return timeMillis;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public AccountId caller() {
        if (caller == null) {
            throw new IllegalStateException("nobody has signed for what happens by itself");
        }
        return caller;
    }

    @Override
    public boolean actsFor(AccountId owner, Scope scope, Uint256 cost) {
        return accounts.actsFor(caller(), owner, scope, cost, timeMillis);
    }

    @Override
    public boolean own(AccountId owner, long more) {
        return metering.own(owner, accounts.quota(owner), more);
    }

    @Override
    public boolean isOpen(AccountId account) {
        return accounts.isOpen(account);
    }

    @Override
    public boolean hasApplication(int application) {
        return tags.contains(application);
    }

    @Override
    public void emit(Event event) {
        events.add(new Placed(new EventPlace(height, events.size()), timeMillis, tag, event));
    }

    @Override
    public Timers timers() {
        int of = tag;
        return new Timers() {
            @Override
            public void set(Timer timer) {
                timers.add(new DueTimer(timer.dueMillis(), of, timer.name()));
            }

            @Override
            public void clear(Timer timer) {
                timers.remove(new DueTimer(timer.dueMillis(), of, timer.name()));
            }
        };
    }
}

package org.allmende.ledger;

import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.account.Account;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.metering.Metering;
import org.allmende.ledger.port.EventPage.Placed;
import org.allmende.ledger.port.EventPlace;
import org.allmende.ledger.timer.TimerTable;
import org.allmende.ledger.timer.Timers;
import org.jspecify.annotations.Nullable;

/** The context of everything applied at one height; says which application is at work, and for whom. */
final class HeightContext implements Context {
    private final long height;
    private final long timeMillis;
    private final long epoch;
    private final ApplicationsByTag applications;
    private final Accounts accounts;
    private final Metering metering;
    private final TimerTable timers;
    private final List<Placed> events = new ArrayList<>();
    private @Nullable AccountId caller;
    private @Nullable Application application;

    HeightContext(
            long height,
            long timeMillis,
            long epoch,
            ApplicationsByTag applications,
            Accounts accounts,
            Metering metering,
            TimerTable timers) {
        this.height = height;
        this.timeMillis = timeMillis;
        this.epoch = epoch;
        this.applications = applications;
        this.accounts = accounts;
        this.metering = metering;
        this.timers = timers;
    }

    /** From here on this application is at work, and nobody has signed. */
    void enter(Application application) {
        this.application = application;
        this.caller = null;
    }

    /** From here on this application is at work for who signed. */
    void enter(Application application, AccountId caller) {
        this.application = application;
        this.caller = caller;
    }

    List<Placed> events() {
        return List.copyOf(events);
    }

    /** A mark to take events back to. */
    int mark() {
        return events.size();
    }

    void takeBackTo(int mark) {
        events.subList(mark, events.size()).clear();
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
            throw new IllegalStateException("nobody has signed for what a timer, a gap or the beginning does");
        }
        return caller;
    }

    @Override
    public boolean actsFor(AccountId owner, Scope scope, Uint256 cost) {
        return accounts.actsFor(caller(), owner, scope, cost, timeMillis);
    }

    @Override
    public boolean own(AccountId owner, long more) {
        Account account = accounts.account(owner)
                .orElseThrow(() -> new IllegalStateException("no account " + owner + " is open to own anything: a bug"));
        return metering.own(owner, account.quota(), more);
    }

    @Override
    public boolean isOpen(AccountId account) {
        return accounts.account(account).isPresent();
    }

    @Override
    public boolean hasApplication(int tag) {
        return applications.has(tag);
    }

    @Override
    public void emit(Event event) {
        Application at = atWork();
        if (!at.events().isInstance(event)) {
            throw new IllegalStateException(at.name() + " may not emit a " + event.getClass().getName());
        }
        events.add(new Placed(new EventPlace(height, events.size()), timeMillis, at.tag(), event));
    }

    @Override
    public Timers timers() {
        return timers.of(atWork().tag());
    }

    private Application atWork() {
        if (application == null) {
            throw new IllegalStateException("no application is at work");
        }
        return application;
    }
}

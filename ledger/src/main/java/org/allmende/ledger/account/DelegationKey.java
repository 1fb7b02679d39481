package org.allmende.ledger.account;

import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;

/** Who lets whom act, and where. At most {@link Limits#TIMER_NAME_BYTES_MAX} bytes when encoded, since it names a timer. */
record DelegationKey(
        AccountId owner, AccountId to, int application, @Max(Limits.DELEGATION_RESOURCE_BYTES_MAX) Bytes resource) {
    static DelegationKey of(AccountId owner, AccountId to, Scope scope) {
        return new DelegationKey(owner, to, scope.application(), scope.resource());
    }

    Scope scope() {
        return new Scope(application, resource);
    }
}

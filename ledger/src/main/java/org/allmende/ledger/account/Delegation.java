package org.allmende.ledger.account;

/** @param untilMillis agreed time at which it ends */
record Delegation(long untilMillis) {}

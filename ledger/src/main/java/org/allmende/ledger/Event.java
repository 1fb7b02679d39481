package org.allmende.ledger;

/** What an application tells the world: a record of its sealed interface of events, which extends this one. */
public interface Event {}

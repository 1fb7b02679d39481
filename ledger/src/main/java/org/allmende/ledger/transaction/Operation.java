package org.allmende.ledger.transaction;

/**
 * One request to one application: a record of that application's sealed interface, which extends this one. The
 * record is the only definition of the request: in Borsh on the wire, under the signature and in state.
 */
public interface Operation {}

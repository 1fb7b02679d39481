/**
 * HTTP in front of a node's ledger: transactions in, receipts, queries, events and watches out, as JSON for people
 * and Borsh for programs. Promises that every refusal is a problem document with a reason and an advice, that no
 * peer can hold more than its limits allow, and that nothing but its one port is bound. Must not know engines or
 * other gateways.
 */
@NullMarked
package org.allmende.gateway.http;

import org.jspecify.annotations.NullMarked;

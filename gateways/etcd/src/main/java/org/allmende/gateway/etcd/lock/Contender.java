package org.allmende.gateway.etcd.lock;

import org.allmende.ledger.encoding.Bytes;

/**
 * Who wants what a name stands for.
 *
 * @param lease what it lives with; its number ends the key
 * @param createRevision of its key: the place in the line, and what fences against everybody who was there before
 * @param revision the keyspace's when it came, or came again
 * @param value of its key, then
 */
record Contender(Bytes key, long lease, long createRevision, long revision, Bytes value) {}

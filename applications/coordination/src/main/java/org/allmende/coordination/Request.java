package org.allmende.coordination;

/** What can stand in a branch of a transaction. Names and meanings are etcd's. */
public sealed interface Request permits PutRequest, RangeRequest, DeleteRangeRequest, TxnRequest {}

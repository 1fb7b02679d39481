package org.allmende.coordination;

/** What a request of a taken branch answers. */
public sealed interface Response permits PutResult, RangeResult, DeleteRangeResult, TxnResult {}

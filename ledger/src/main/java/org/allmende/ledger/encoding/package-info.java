/**
 * Bytes as they are signed, stored and sent: the Borsh codec over records and sealed interfaces, and keys whose
 * bytes sort as the keys do. Promises that a value has exactly one encoding and that decoding untrusted bytes
 * allocates no more than a small multiple of their length. Knows nothing of what the records mean.
 */
@NullMarked
package org.allmende.ledger.encoding;

import org.jspecify.annotations.NullMarked;

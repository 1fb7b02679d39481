/**
 * Decoding and signature checks of transactions beside the apply thread: pure functions of bytes, so that their
 * verdicts may be made early and by many threads. Promises the same verdict on every node. Must not know state.
 */
@NullMarked
package org.allmende.ledger.verification;

import org.jspecify.annotations.NullMarked;

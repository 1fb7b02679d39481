package org.allmende.ledger;

import org.allmende.ledger.encoding.Bytes;

/**
 * What an applied operation answers: a record of its application's sealed interface of results, which extends this
 * one. The whole goes only to who waits for it.
 */
public interface Result {
    /** What the receipt keeps of it: at most {@link Limits#RESULT_SUMMARY_BYTES_MAX} bytes, documented by the application. */
    Bytes summary();
}

package org.allmende.ledger.consensus;

import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Max;

/**
 * What an engine promises, in words for people and numbers for programs.
 *
 * @param engine {@code hashgraph} or {@code solo}
 * @param faultModel what may fail or lie without harm
 * @param receiptSurvives what a receipt survives
 * @param largestTransactionBytes of a signed transaction
 */
public record Guarantees(
        @Max(Limits.NAME_BYTES_MAX) String engine,
        @Max(Limits.EXPLANATION_BYTES_MAX) String faultModel,
        @Max(Limits.EXPLANATION_BYTES_MAX) String receiptSurvives,
        int largestTransactionBytes) {}

package org.allmende.ledger.consensus;

/**
 * What an engine promises, in words for people and numbers for programs.
 *
 * @param engine {@code hashgraph} or {@code solo}
 * @param faultModel what may fail or lie without harm
 * @param receiptSurvives what a receipt survives
 * @param largestTransactionBytes of a signed transaction
 */
public record Guarantees(String engine, String faultModel, String receiptSurvives, int largestTransactionBytes) {}

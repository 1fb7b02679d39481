package org.allmende.ledger.metering;

/**
 * What a node has brought into rounds.
 *
 * @param transactions sound or not, applied or passed over; those set aside not counted
 * @param operations of the sound ones
 * @param bytes of all
 * @param setAside transactions over the node's share of their round
 */
public record NodeUsage(long transactions, long operations, long bytes, long setAside) {
    public static final NodeUsage NONE = new NodeUsage(0, 0, 0, 0);
}

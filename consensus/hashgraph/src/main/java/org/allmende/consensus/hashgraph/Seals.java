package org.allmende.consensus.hashgraph;

/**
 * Which rounds the engine hashes, signs and compares with the other nodes: the first of every half second of agreed time
 * that changed state. Each seal makes every node sign a hash and check what all others signed, and rows that change in
 * several rounds are hashed once for them all. A node whose state differs is found out by the next seal, and a quiet network
 * makes one with every round, since they are seconds apart.
 *
 * <p>Of agreed times alone, so that all nodes seal the same rounds, whenever they started.
 */
final class Seals {
    static final long MILLIS = 500;

    private Seals() {}

    /**
     * @param beforeMillis agreed time of the height before
     * @param nowMillis agreed time of this one
     */
    static boolean isDue(long beforeMillis, long nowMillis) {
        return Math.floorDiv(beforeMillis, MILLIS) != Math.floorDiv(nowMillis, MILLIS);
    }
}

package org.allmende.ledger;

/**
 * A stretch of agreed time (milliseconds since 1970) in which rounds were expected and none was made: no quorum, a
 * freeze, or a clock. It begins when the missing round was expected.
 */
public record Gap(long fromMillis, long toMillis) {}

package org.allmende.gateway.etcd.store;

/**
 * How the network is doing.
 *
 * @param ordering whether changes are being ordered
 * @param why what it waits for, for people; empty while ordering
 * @param epoch the roster epoch, from 0
 * @param height the last height seen
 * @param timeMillis agreed time now, in milliseconds since 1970: that of the height, and what has passed since it came
 */
public record Standing(boolean ordering, String why, long epoch, long height, long timeMillis) {}

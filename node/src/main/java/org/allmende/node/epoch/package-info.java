/**
 * From one epoch to the next (ADR-024): which node of the network this is, which roster is in force, this node's word for the
 * one that comes after it, and the process that goes on when an epoch is over. Promises that a node never takes part in
 * an epoch whose roster it cannot prove from the genesis. Must not decide anything that nodes have to agree on.
 */
@NullMarked
package org.allmende.node.epoch;

import org.jspecify.annotations.NullMarked;

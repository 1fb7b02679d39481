/**
 * Nodes come to one order by the Hiero hashgraph, one process per node. Promises that what this node accepted is
 * offered until it was seen or has expired, that nothing acknowledged is lost while nodes with more than two thirds of
 * the weight keep their disks, and that a node whose state machine failed stops with evidence. Must not know
 * applications; no word of the engine leaves this package except where tables are laid out in its state.
 */
@NullMarked
package org.allmende.consensus.hashgraph;

import org.jspecify.annotations.NullMarked;

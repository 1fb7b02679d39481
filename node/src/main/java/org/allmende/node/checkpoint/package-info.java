/**
 * A node's part in checkpoints: it writes the state down beside the apply thread and vouches for what it has written.
 * Promises never to vouch for a state that this node has not computed and written itself. Must not know engines or
 * gateways.
 */
@NullMarked
package org.allmende.node.checkpoint;

import org.jspecify.annotations.NullMarked;

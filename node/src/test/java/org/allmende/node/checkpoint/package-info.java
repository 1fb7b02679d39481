/** What a node's part in checkpoints promises. */
@NullMarked
package org.allmende.node.checkpoint;

import org.jspecify.annotations.NullMarked;

/** Tests of how a node gets from one epoch to the next. */
@NullMarked
package org.allmende.node.epoch;

import org.jspecify.annotations.NullMarked;

/** What a node's process, its folder and its files promise, as tests. */
@NullMarked
package org.allmende.node;

import org.jspecify.annotations.NullMarked;

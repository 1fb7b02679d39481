/**
 * What speaks to nodes from outside: keys, signing, submitting to several nodes, waiting for receipts, reading,
 * watching. Promises success only with a receipt, and that nothing is submitted twice under two ids. Must not know the
 * inside of a node.
 */
@NullMarked
package org.allmende.client;

import org.jspecify.annotations.NullMarked;

/**
 * The process {@code allmende-etcd}: a node that is started, asked and stopped as etcd is, alone on the engine solo or
 * with others over hashgraph. Promises that a flag which would protect something is never passed over. Must not know etcd's
 * interface beyond its flags.
 */
@NullMarked
package org.allmende.node.etcd;

import org.jspecify.annotations.NullMarked;

/**
 * The process {@code allmende-etcd}: one node on the engine solo that is started, asked and stopped as etcd is. Promises
 * that a flag which would protect something is never passed over. Must not know etcd's interface beyond its flags.
 */
@NullMarked
package org.allmende.node.etcd;

import org.jspecify.annotations.NullMarked;

/**
 * How members that are started by etcd's flags come to be one network: each tells its card where its peer URL says, asks the
 * others for theirs, and none begins before all have the same genesis. Promises that of one exchange never two networks come
 * to be, whoever ends when. Must not know how a network orders, nor what its clients see.
 */
@NullMarked
package org.allmende.node.etcd.forming;

import org.jspecify.annotations.NullMarked;

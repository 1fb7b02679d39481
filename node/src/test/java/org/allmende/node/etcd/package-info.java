/** How {@code allmende-etcd} takes its flags, starts and stops. */
@NullMarked
package org.allmende.node.etcd;

import org.jspecify.annotations.NullMarked;

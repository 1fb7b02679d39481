/** {@code bench etcd}: etcd and Allmende side by side, asked by the same clients on one machine. */
@NullMarked
package org.allmende.drills.etcd;

import org.jspecify.annotations.NullMarked;

/** What the clients of {@code bench etcd} count, and what they may be told. */
@NullMarked
package org.allmende.etcdload;

import org.jspecify.annotations.NullMarked;

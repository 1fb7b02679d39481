/**
 * The clients of {@code bench etcd}: a process that asks servers of etcd's interface with jetcd, as fast as they answer,
 * and says what came of it in one line.
 */
@NullMarked
package org.allmende.etcdload;

import org.jspecify.annotations.NullMarked;

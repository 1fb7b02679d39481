/** etcd's KV service: what it asks in the words of coordination, and what coordination answers in its own. */
@NullMarked
package org.allmende.gateway.etcd.kv;

import org.jspecify.annotations.NullMarked;

/** What is compacted by itself, and when. */
@NullMarked
package org.allmende.gateway.etcd.compaction;

import org.jspecify.annotations.NullMarked;

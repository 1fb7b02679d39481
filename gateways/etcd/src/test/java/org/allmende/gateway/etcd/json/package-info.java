/** JSON in tables, over a real node, and beside the original. */
@NullMarked
package org.allmende.gateway.etcd.json;

import org.jspecify.annotations.NullMarked;

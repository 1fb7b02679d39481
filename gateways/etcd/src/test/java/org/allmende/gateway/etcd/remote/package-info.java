/** Tests of what a gateway of one's own knows of a network. */
@NullMarked
package org.allmende.gateway.etcd.remote;

import org.jspecify.annotations.NullMarked;

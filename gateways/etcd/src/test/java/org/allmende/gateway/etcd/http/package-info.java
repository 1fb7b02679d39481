/** The port over real sockets, with endpoints of the test's own. */
@NullMarked
package org.allmende.gateway.etcd.http;

import org.jspecify.annotations.NullMarked;

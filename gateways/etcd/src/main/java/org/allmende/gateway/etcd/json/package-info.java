/**
 * etcd's services in JSON over HTTP/1.1, as etcd's own gateway has them. Promises that a call comes to the same as over
 * gRPC. Must not know what any service does.
 */
@NullMarked
package org.allmende.gateway.etcd.json;

import org.jspecify.annotations.NullMarked;

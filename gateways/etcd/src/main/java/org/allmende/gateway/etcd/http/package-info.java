/**
 * HTTP/1.1 and gRPC on one port, and TLS. Promises that a peer which is slow, or sends too much, costs no more than its
 * limits. Must not know what is asked or answered.
 */
@NullMarked
package org.allmende.gateway.etcd.http;

import org.jspecify.annotations.NullMarked;

/**
 * Who calls, and what they may: etcd's Auth service, its tokens, and the check of everything the other services do.
 * Promises that nothing is read for a caller who may not read it by the state of the very height that is read; what is
 * changed is checked by coordination itself. Must not know how calls travel.
 */
@NullMarked
package org.allmende.gateway.etcd.auth;

import org.jspecify.annotations.NullMarked;

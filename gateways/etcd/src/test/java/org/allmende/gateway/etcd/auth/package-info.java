/** Tests of tokens, passwords and what a caller may. */
@NullMarked
package org.allmende.gateway.etcd.auth;

import org.jspecify.annotations.NullMarked;

/** The gateway over a real ledger on the engine solo, asked by real clients and compared with the original. */
@NullMarked
package org.allmende.gateway.etcd;

import org.jspecify.annotations.NullMarked;

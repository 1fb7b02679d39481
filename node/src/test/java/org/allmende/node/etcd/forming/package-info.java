/** That members come to one network or to none: of the exchange in one thread, and over real ports. */
@NullMarked
package org.allmende.node.etcd.forming;

import org.jspecify.annotations.NullMarked;

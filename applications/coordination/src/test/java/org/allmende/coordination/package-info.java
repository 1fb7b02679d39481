/**
 * The specification of coordination as tests: a table for every operation, limits, and laws over seeds against a
 * model that keeps a copy of everything at every revision. Rows marked "etcd 3.4" were seen on Debian's etcd 3.4.23.
 * Must not know how the rules are kept in tables.
 */
@NullMarked
package org.allmende.coordination;

import org.jspecify.annotations.NullMarked;

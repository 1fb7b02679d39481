/**
 * The specification of the codecs: golden bytes derived from the format's own description, tables of refusals, and
 * laws over seeds. Promises that whatever is decoded encodes to the same bytes. Knows the codecs' inside only where
 * it measures them.
 */
@NullMarked
package org.allmende.ledger.encoding;

import org.jspecify.annotations.NullMarked;

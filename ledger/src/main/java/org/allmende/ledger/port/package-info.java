/**
 * What a gateway sees of the node it stands in: submit, receipts, views, events, status. Promises that nothing an
 * engine does shows through. Must not know protocols.
 */
@NullMarked
package org.allmende.ledger.port;

import org.jspecify.annotations.NullMarked;

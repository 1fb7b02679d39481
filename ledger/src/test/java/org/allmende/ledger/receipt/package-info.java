/** How receipts are kept. */
@NullMarked
package org.allmende.ledger.receipt;

import org.jspecify.annotations.NullMarked;

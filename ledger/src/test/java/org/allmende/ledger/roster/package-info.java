/** How members change who runs their network. */
@NullMarked
package org.allmende.ledger.roster;

import org.jspecify.annotations.NullMarked;

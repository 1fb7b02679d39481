/** What metering promises, tried. */
@NullMarked
package org.allmende.ledger.metering;

import org.jspecify.annotations.NullMarked;

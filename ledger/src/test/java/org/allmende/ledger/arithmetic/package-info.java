/** What arithmetic promises, tried. */
@NullMarked
package org.allmende.ledger.arithmetic;

import org.jspecify.annotations.NullMarked;

/** What token promises, tried. */
@NullMarked
package org.allmende.ledger.token;

import org.jspecify.annotations.NullMarked;

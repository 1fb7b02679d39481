/**
 * The rule of verification, held against an independent description of the curve. Promises that every kind of
 * forgery the rule names is tried. Knows the library only through the class that wraps it.
 */
@NullMarked
package org.allmende.ledger.signatures;

import org.jspecify.annotations.NullMarked;

/**
 * Tokens: amounts that accounts hold, mint, burn and transfer. Promises that at every height a token's supply is the
 * sum of all balances in it. Must not know what a token is worth, nor other applications.
 */
@NullMarked
package org.allmende.ledger.token;

import org.jspecify.annotations.NullMarked;

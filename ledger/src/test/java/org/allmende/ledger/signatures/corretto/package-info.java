/** What of the quick library's wrapper cannot be seen through the rule that it serves. */
@NullMarked
package org.allmende.ledger.signatures.corretto;

import org.jspecify.annotations.NullMarked;

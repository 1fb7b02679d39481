/**
 * What a gateway may rely on, against an engine that orders when a test says so.
 */
@NullMarked
package org.allmende.ledger.port;

import org.jspecify.annotations.NullMarked;

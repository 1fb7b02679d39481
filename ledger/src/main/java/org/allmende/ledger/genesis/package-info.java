/**
 * What a network starts from: the cards of its nodes and its parameters. Promises that the network id is the hash of
 * exactly this, so that nothing signed for one network is valid in another. Knows no engine.
 */
@NullMarked
package org.allmende.ledger.genesis;

import org.jspecify.annotations.NullMarked;

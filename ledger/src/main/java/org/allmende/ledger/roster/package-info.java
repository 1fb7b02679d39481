/**
 * Who runs the network: the rosters, and how members change them. Holds every roster there was with the signatures of
 * the nodes before it, what is proposed and who is for it, and when each node was heard. Promises that a change passes
 * only as the members have agreed, that no roster comes into force which could not order, and that whoever knows the
 * genesis can follow the rosters to the newest without trusting anybody. Must not know how an engine changes its
 * nodes.
 */
@NullMarked
package org.allmende.ledger.roster;

import org.jspecify.annotations.NullMarked;

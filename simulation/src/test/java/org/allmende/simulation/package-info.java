/**
 * That simulations hold what they promise: that every kind of fault happens, that a seed is one run, and that the
 * auditor sees bugs, which are planted here. {@link org.allmende.simulation.Tally} stands for any application.
 */
@NullMarked
package org.allmende.simulation;

import org.jspecify.annotations.NullMarked;

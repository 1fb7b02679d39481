/**
 * Drills: scripted faults on real processes, seen from outside, each with a verdict that a program can read. Promises
 * that a drill touches nothing but the network it started itself. Must not know the product's internals: it uses the
 * command and the client as anybody may.
 */
@NullMarked
package org.allmende.drills;

import org.jspecify.annotations.NullMarked;

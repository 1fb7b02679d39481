/**
 * One node as a process: its folder and keys, its settings, the wiring of engine, ledger and gateway, its life and its
 * end. Promises that it either starts whole or refuses with one clear line, and that a fault ends the process with
 * evidence. Must not know the rules of any application.
 */
@NullMarked
package org.allmende.node;

import org.jspecify.annotations.NullMarked;

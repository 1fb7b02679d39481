/**
 * What the client promises, case by case, against nodes that do as a script says. Promises that no test needs a real
 * node. Knows only the paths and bytes that nodes document.
 */
@NullMarked
package org.allmende.client;

import org.jspecify.annotations.NullMarked;

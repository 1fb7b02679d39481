/**
 * The dashboard as a person has it: in a real browser, before a network of real processes that are killed under its
 * eyes. It promises that what the page says is so; it knows the page's words, not its code.
 */
@NullMarked
package org.allmende.dashboard;

import org.jspecify.annotations.NullMarked;

/** What the command promises to whoever types it, as tests. */
@NullMarked
package org.allmende.cli;

import org.jspecify.annotations.NullMarked;

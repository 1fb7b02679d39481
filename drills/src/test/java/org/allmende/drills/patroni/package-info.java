/** What the drill with Patroni judges. */
@NullMarked
package org.allmende.drills.patroni;

import org.jspecify.annotations.NullMarked;

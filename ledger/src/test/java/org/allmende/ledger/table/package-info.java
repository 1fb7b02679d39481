/**
 * The state's specification as tests: what a table, a group, a round, a view and a restore promise, and laws over
 * random histories against plain sorted maps. Promises a check of the tree's shape after anything done to it. Knows no
 * application.
 */
@NullMarked
package org.allmende.ledger.table;

import org.jspecify.annotations.NullMarked;

/**
 * Measures under the names that etcd's dashboard and alerts read. Promises that no number is made up: what has no
 * meaning here has no name here. Must not change what it measures.
 */
@NullMarked
package org.allmende.gateway.etcd.metrics;

import org.jspecify.annotations.NullMarked;

/**
 * Snapshot files against a model of etcd's revisions, against every kind of damage, and against etcd itself where it is
 * installed. Promises that a failure names its seed. Knows no ledger.
 */
@NullMarked
package org.allmende.gateway.etcd.snapshot;

import org.jspecify.annotations.NullMarked;

/** What is told and demanded of etcd and Allmende side by side. */
@NullMarked
package org.allmende.drills.etcd;

import org.jspecify.annotations.NullMarked;

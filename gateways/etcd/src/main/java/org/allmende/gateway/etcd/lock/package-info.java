/**
 * etcd's Lock and Election services: who put a key under a name first has what the name stands for, until the key is
 * gone. Promises that nobody is told to have it before everybody who came earlier is gone, nor after the own key is.
 * Must not poll: whoever waits is woken by the deletion waited for.
 */
@NullMarked
package org.allmende.gateway.etcd.lock;

import org.jspecify.annotations.NullMarked;

package org.allmende.gateway.etcd.auth;

/**
 * Who calls, as far as a token or a certificate says.
 *
 * @param user its name, of a user that there need not be any more
 * @param authRevision as of which that was said
 */
record Caller(String user, long authRevision) {}

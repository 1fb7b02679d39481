package org.allmende.coordination;

import org.allmende.ledger.Limits;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Max;

/**
 * What is known of a keyspace.
 *
 * @param owner who may do everything with it
 * @param revision the current one, from 1
 * @param compactRevision the first revision that can still be read; -1 when nothing was ever given up
 */
public record KeyspaceInfo(
        @Max(Limits.NAME_BYTES_MAX) String name, AccountId owner, long revision, long compactRevision) {}

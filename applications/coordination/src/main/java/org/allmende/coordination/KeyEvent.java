package org.allmende.coordination;

import java.util.Optional;
import org.allmende.ledger.encoding.Tag;

/**
 * One change of one key, as a watcher sees it.
 *
 * @param keyValue after the change; of a deletion only the key and {@link KeyValue#modRevision}
 * @param prevKv before the revision of the change; empty when there was no such key, when it was not asked for, and
 *     when it is compacted away
 */
public record KeyEvent(Kind kind, KeyValue keyValue, Optional<KeyValue> prevKv) {
    /** What happened to the key. */
    public enum Kind {
        @Tag(0)
        PUT,
        @Tag(1)
        DELETE
    }

    /** The revision that made it. All events of a revision belong together. */
    public long revision() {
        return keyValue.modRevision();
    }
}

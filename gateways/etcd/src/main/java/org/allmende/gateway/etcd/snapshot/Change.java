package org.allmende.gateway.etcd.snapshot;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.ledger.encoding.Bytes;

/** What one revision did to one key. */
public sealed interface Change {
    /** Follows the revision in the key of a deletion. */
    byte DELETED = 't';

    Revision at();

    ByteString key();

    /** @param keyValue whole: its key, all its revisions, its version, its lease */
    record Put(Revision at, Mvcc.KeyValue keyValue) implements Change {
        public Put {
            if (keyValue.getModRevision() != at.main()
                    || keyValue.getCreateRevision() < 1
                    || keyValue.getCreateRevision() > at.main()
                    || keyValue.getVersion() < 1) {
                throw new IllegalArgumentException("no key is put at " + at + " and then says it was created at "
                        + keyValue.getCreateRevision() + " and changed at " + keyValue.getModRevision() + " in version "
                        + keyValue.getVersion());
            }
            checkKey(at, keyValue.getKey());
        }

        @Override
        public ByteString key() {
            return keyValue.getKey();
        }
    }

    record Deletion(Revision at, ByteString key) implements Change {
        public Deletion {
            checkKey(at, key);
        }
    }

    private static void checkKey(Revision at, ByteString key) {
        if (at.main() < 1 || key.isEmpty()) {
            throw new IllegalArgumentException("no change is made at " + at + " to a key of " + key.size() + " bytes");
        }
    }

    /** @throws IllegalArgumentException when it is none */
    static Change decode(BoltEntry entry) throws InvalidProtocolBufferException {
        Revision at = Revision.decode(entry.key());
        Mvcc.KeyValue keyValue = Mvcc.KeyValue.parseFrom(entry.value().unsafeArray());
        if (entry.key().length() == Revision.BYTES) {
            return new Put(at, keyValue);
        }
        if (entry.key().length() == Revision.BYTES + 1 && entry.key().at(Revision.BYTES) == DELETED) {
            return new Deletion(at, keyValue.getKey());
        }
        throw new IllegalArgumentException("no change is written as " + entry.key());
    }

    static BoltEntry encode(Change change) {
        return switch (change) {
            case Put put -> new BoltEntry(put.at().encode(), Bytes.wrap(put.keyValue().toByteArray()));
            case Deletion deletion ->
                new BoltEntry(
                        deletion.at().encode().concat(Bytes.of(DELETED)),
                        Bytes.wrap(Mvcc.KeyValue.newBuilder().setKey(deletion.key()).build().toByteArray()));
        };
    }
}

package org.allmende.gateway.etcd.snapshot;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.allmende.ledger.encoding.Bytes;

/**
 * A lease as etcd keeps it: not when it ends, since after a restore every lease begins anew.
 *
 * @param id not 0; etcd 3.4 keeps no negative one over a restart
 * @param ttlSeconds from 1
 * @param remainingSeconds that were left of it when etcd last said so; 0: the whole of it
 */
public record StoredLease(long id, long ttlSeconds, long remainingSeconds) {
    private static final int ID_FIELD = 1;
    private static final int TTL_FIELD = 2;
    private static final int REMAINING_FIELD = 3;

    public StoredLease {
        if (id == 0 || ttlSeconds < 1 || remainingSeconds < 0) {
            throw new IllegalArgumentException(
                    "no lease has id " + id + ", TTL " + ttlSeconds + " and remaining TTL " + remainingSeconds);
        }
    }

    /** @throws IllegalArgumentException when it is none */
    static StoredLease decode(BoltEntry entry) throws IOException {
        long id = 0;
        long ttlSeconds = 0;
        long remainingSeconds = 0;
        CodedInputStream in = CodedInputStream.newInstance(entry.value().unsafeArray());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case ID_FIELD << 3 -> id = in.readInt64();
                case TTL_FIELD << 3 -> ttlSeconds = in.readInt64();
                case REMAINING_FIELD << 3 -> remainingSeconds = in.readInt64();
                default -> in.skipField(tag);
            }
        }
        if (!entry.key().equals(key(id))) {
            throw new IllegalArgumentException("the lease at " + entry.key() + " says it is " + id);
        }
        return new StoredLease(id, ttlSeconds, remainingSeconds);
    }

    BoltEntry encode() {
        try {
            ByteArrayOutputStream value = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(value);
            out.writeInt64(ID_FIELD, id);
            out.writeInt64(TTL_FIELD, ttlSeconds);
            if (remainingSeconds != 0) {
                out.writeInt64(REMAINING_FIELD, remainingSeconds);
            }
            out.flush();
            return new BoltEntry(key(id), Bytes.wrap(value.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException("an array takes everything", e);
        }
    }

    private static Bytes key(long id) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(id).array());
    }
}

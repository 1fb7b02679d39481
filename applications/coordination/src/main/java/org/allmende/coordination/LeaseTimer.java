package org.allmende.coordination;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.timer.Timer;

/** Which lease a timer is for. It says the keyspace by its name, so that nobody has to look for that. */
record LeaseTimer(String keyspace, long lease) {
    private static final Bytes BEGIN = Bytes.utf8("lease");

    /** Empty: it is for something else. */
    static Optional<LeaseTimer> of(Timer timer) {
        if (!timer.name().startsWith(BEGIN)) {
            return Optional.empty();
        }
        ByteBuffer rest = ByteBuffer.wrap(timer.name().toArray()).position(BEGIN.length());
        long lease = rest.getLong();
        return Optional.of(new LeaseTimer(StandardCharsets.US_ASCII.decode(rest).toString(), lease));
    }

    Timer at(long dueMillis) {
        Bytes id = Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(lease).array());
        return new Timer(dueMillis, BEGIN.concat(id).concat(Bytes.utf8(keyspace)));
    }
}

package org.allmende.gateway.etcd.cluster;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.HistoryRequest;
import org.allmende.coordination.KeyEvent;
import org.allmende.coordination.KeyRange;
import org.allmende.coordination.KeyValue;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.gateway.etcd.EtcdError;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.ledger.encoding.Bytes;

/**
 * A checksum of everything that can be read up to a revision: the keys as of the compacted one, and every change since.
 * Equal on all nodes, however far each has come with removing what was compacted.
 */
final class KeyHash {
    private static final int PAGE = 1_000;

    private final Reading reading;
    private final long upTo;
    private final CRC32C checksum = new CRC32C();
    private long compacted = -1;

    private KeyHash(Reading reading, long upTo) {
        this.reading = reading;
        this.upTo = upTo;
    }

    /** @param compactRevision the first revision that can be read; -1: nothing was ever compacted */
    record Result(int hash, long compactRevision) {}

    /**
     * @param upTo a revision; 0: the current one
     * @throws io.grpc.StatusRuntimeException when it cannot be read, in etcd's words
     */
    static Result of(Reading reading, long upTo) {
        if (upTo > reading.revision()) {
            throw EtcdError.FUTURE_REVISION.exception();
        }
        KeyHash hash = new KeyHash(reading, upTo == 0 ? reading.revision() : upTo);
        hash.addChanges(hash.addKeys());
        return new Result((int) hash.checksum.getValue(), hash.compacted);
    }

    /** @return the first revision whose changes are to be added */
    private long addKeys() {
        HistoryRequest oldest = new HistoryRequest(KeyRange.ALL.key(), KeyRange.ALL.rangeEnd(), 0, 1, false);
        if (!(reading.history(oldest) instanceof HistoryAnswer.Compacted answer)) {
            return 0;
        }
        compacted = answer.compactRevision();
        if (upTo < compacted) {
            throw EtcdError.COMPACTED.exception();
        }
        Bytes from = KeyRange.ALL.key();
        boolean more = true;
        while (more) {
            RangeRequest request = RangeRequest.of(from, KeyRange.ALL.rangeEnd())
                    .withRevision(compacted)
                    .withLimit(PAGE);
            switch (reading.range(request)) {
                case RangeAnswer.Found found -> {
                    List<KeyValue> page = found.result().keyValues();
                    page.forEach(this::add);
                    more = found.result().more();
                    from = page.isEmpty() ? from : page.getLast().key().concat(Bytes.of((byte) 0));
                }
                case RangeAnswer.Refused refused -> throw EtcdError.of(refused.reason());
            }
        }
        return compacted + 1;
    }

    private void addChanges(long first) {
        long from = first;
        while (from <= upTo) {
            HistoryRequest request =
                    new HistoryRequest(KeyRange.ALL.key(), KeyRange.ALL.rangeEnd(), from, PAGE, false);
            switch (reading.history(request)) {
                case HistoryAnswer.Page page -> {
                    page.events().stream()
                            .filter(event -> event.revision() <= upTo)
                            .map(KeyEvent::keyValue)
                            .forEach(this::add);
                    from = page.nextRevision();
                }
                case HistoryAnswer.Compacted _ -> throw EtcdError.COMPACTED.exception();
                case HistoryAnswer.Refused refused -> throw EtcdError.of(refused.reason());
            }
        }
    }

    private void add(KeyValue keyValue) {
        add(keyValue.key());
        add(keyValue.value());
        checksum.update(ByteBuffer.allocate(4 * Long.BYTES)
                .putLong(keyValue.createRevision())
                .putLong(keyValue.modRevision())
                .putLong(keyValue.version())
                .putLong(keyValue.lease())
                .flip());
    }

    private void add(Bytes bytes) {
        checksum.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length()).flip());
        checksum.update(bytes.unsafeArray());
    }
}

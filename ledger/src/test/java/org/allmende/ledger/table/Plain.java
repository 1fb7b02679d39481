package org.allmende.ledger.table;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.KeyCodec;
import org.allmende.ledger.encoding.MalformedException;

/** Keys that are their own encoding, and values that are text. */
final class Plain {
    static final KeyCodec<Bytes> KEYS = new KeyCodec<>() {
        @Override
        public Bytes encode(Bytes key) {
            return key;
        }

        @Override
        public Bytes decode(Bytes bytes) {
            return bytes;
        }
    };

    static final Codec<String> TEXT = new Codec<>() {
        @Override
        public Bytes encode(String value) {
            return Bytes.utf8(value);
        }

        @Override
        public String decode(Bytes bytes) throws MalformedException {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(java.nio.ByteBuffer.wrap(bytes.toArray()))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new MalformedException("not UTF-8", e);
            }
        }
    };

    private Plain() {}
}

package org.allmende.ledger.fuzz;

import java.util.Arrays;
import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;

/** What can happen to valid bytes, each a way to something that is nearly an encoding. */
enum Mutation {
    NOTHING {
        @Override
        byte[] of(byte[] bytes, Bytes other, Seed seed) {
            return bytes;
        }
    },
    FLIP_A_BIT {
        @Override
        byte[] of(byte[] bytes, Bytes other, Seed seed) {
            bytes[seed.nextInt(bytes.length)] ^= (byte) (1 << seed.nextInt(8));
            return bytes;
        }
    },
    SET_A_BYTE {
        @Override
        byte[] of(byte[] bytes, Bytes other, Seed seed) {
            bytes[seed.nextInt(bytes.length)] = seed.bytes(1).at(0);
            return bytes;
        }
    },
    TRUNCATE {
        @Override
        byte[] of(byte[] bytes, Bytes other, Seed seed) {
            return Arrays.copyOf(bytes, seed.nextInt(bytes.length));
        }
    },
    EXTEND {
        @Override
        byte[] of(byte[] bytes, Bytes other, Seed seed) {
            return Bytes.wrap(bytes).concat(seed.bytes(seed.between(1, 8))).toArray();
        }
    },
    /** Where a length may be, another one: small, just too large, or as large as can be said. */
    INFLATE {
        @Override
        byte[] of(byte[] bytes, Bytes other, Seed seed) {
            int at = seed.nextInt(bytes.length);
            int length = seed.pick(0, 1, bytes.length, 64, 1_024, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE, -1);
            for (int i = 0; i < Integer.BYTES && at + i < bytes.length; i++) {
                bytes[at + i] = (byte) (length >> 8 * i);
            }
            return bytes;
        }
    },
    CUT_OUT {
        @Override
        byte[] of(byte[] bytes, Bytes other, Seed seed) {
            int from = seed.nextInt(bytes.length);
            int to = Math.min(bytes.length, from + seed.between(1, 40));
            return Bytes.wrap(bytes).slice(0, from).concat(Bytes.wrap(bytes).slice(to, bytes.length)).toArray();
        }
    },
    /** Twice the same: an entry of a map, an element of a list. */
    REPEAT {
        @Override
        byte[] of(byte[] bytes, Bytes other, Seed seed) {
            int from = seed.nextInt(bytes.length);
            int to = Math.min(bytes.length, from + seed.between(1, 40));
            return Bytes.wrap(bytes).slice(0, to).concat(Bytes.wrap(bytes).slice(from, bytes.length)).toArray();
        }
    },
    /** The beginning of one and the whole, or the end, of another: what was deep gets deeper. */
    SPLICE {
        @Override
        byte[] of(byte[] bytes, Bytes other, Seed seed) {
            Bytes head = Bytes.wrap(bytes).slice(0, seed.nextInt(bytes.length));
            int from = seed.nextBoolean() ? 0 : seed.between(0, other.length());
            return head.concat(other.slice(from, other.length())).toArray();
        }
    };

    /** @param bytes at least one, which the mutation may write to */
    abstract byte[] of(byte[] bytes, Bytes other, Seed seed);

    /** One of the valid encodings after one to three mutations. */
    static Bytes some(List<Bytes> valid, Seed seed) {
        byte[] bytes = seed.pick(valid).toArray();
        int times = seed.between(1, 3);
        for (int i = 0; i < times && bytes.length > 0; i++) {
            bytes = seed.pick(values()).of(bytes, seed.pick(valid), seed);
        }
        return Bytes.wrap(bytes);
    }
}

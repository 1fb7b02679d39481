package org.allmende.ledger.encoding;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.fuzz.AnyValue;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.transaction.Operation;
import org.allmende.ledger.transaction.Proof;

/** Records that hold, between them, everything that can be encoded. */
final class Kinds {
    /** What {@link Operation} is in these tests: the ledger's own, and the operations below. */
    static final Schema SCHEMA =
            Schema.standard().with(Operation.class, Map.of(0, LedgerOperation.class, 1, Step.class, 2, Lone.class));

    static final AnyValue ANY = AnyValue.ofValues()
            .open(Operation.class, List.of(LedgerOperation.class, Step.class, Lone.class))
            .made(Picky.class, seed -> picky(seed.nextInt(1_000)))
            .made(NodeCard.class, Kinds::card)
            .made(Parameters.class, Kinds::parameters)
            .made(Authority.Threshold.class, Kinds::threshold)
            .made(Proof.ManySignatures.class, Kinds::signatures)
            .made(Wide.class, Kinds::wide);

    static final AnyValue ANY_KEY = AnyValue.ofKeys();

    private Kinds() {}

    /** Neither in the order of tags nor without gaps. */
    enum Color {
        @Tag(3)
        RED,
        @Tag(1)
        GREEN,
        @Tag(255)
        BLUE
    }

    record Numbers(boolean flag, byte b, short s, int i, long l) {}

    record Sizes(@Fixed(4) Bytes fixed, @Max(8) Bytes bytes, @Max(12) String text) {}

    record Optionals(
            Optional<Long> number,
            Optional<@Max(5) String> text,
            Optional<Optional<Color>> twice,
            Optional<@Max(2) List<Numbers>> list) {}

    record Lists(
            @Max(40) List<Long> numbers,
            @Max(3) List<@Max(2) Bytes> bytes,
            @Max(3) List<@Max(3) List<@Fixed(2) Bytes>> nested,
            @Max(200) List<Bit> bits) {}

    /** Takes one byte on the wire and several objects in memory. */
    record Bit(Inner inner) {
        record Inner(boolean bit) {}
    }

    record Maps(
            @Max(4) SortedMap<Integer, Color> byNumber,
            @Max(4) SortedMap<@Max(3) Bytes, @Max(2) List<Boolean>> byBytes,
            @Max(4) SortedMap<@Max(8) String, Short> byText,
            @Max(3) SortedMap<Color, Byte> byColor,
            @Max(100) SortedMap<Byte, Nothing> byByte,
            @Max(4) SortedMap<AccountId, Optional<Boolean>> byAccount) {}

    record Nothing() {}

    sealed interface Shape {
        @Tag(0)
        record Dot() implements Shape {}

        @Tag(200)
        record Line(short length, Color color) implements Shape {}

        /** Its cases share the tags of the whole. */
        sealed interface Solid extends Shape {
            @Tag(5)
            record Cube(int edge) implements Solid {}

            @Tag(6)
            record Ball(@Max(3) Bytes radius) implements Solid {}
        }
    }

    record Everything(Numbers numbers, Sizes sizes, Optionals optionals, Lists lists, Maps maps, Shape shape, Shape.Solid solid) {}

    /** A record with rules: even, and half of it named beside it. */
    record Picky(int even, Integer half) {
        Picky {
            if (even % 2 != 0) {
                throw new IllegalArgumentException("not even");
            }
            if (half != even / 2) {
                throw new NullPointerException("not half");
            }
        }
    }

    /** As etcd's operations: a transaction holds operations, transactions among them. */
    sealed interface Step extends Operation {
        @Tag(0)
        record Put(@Max(32) Bytes key, @Max(64) Bytes value, Optional<Picky> lease) implements Step {}

        @Tag(1)
        record Delete(@Max(32) Bytes key) implements Step {}

        @Tag(2)
        record Txn(@Max(8) List<Compare> when, @Max(8) List<Step> then, @Max(8) List<Step> otherwise) implements Step {}
    }

    record Compare(@Max(32) Bytes key, Color how, long than) {}

    /** Limits so high that only the length of the input bounds what is allocated. */
    record Wide(
            @Max(Integer.MAX_VALUE) List<Bit> bits,
            @Max(Integer.MAX_VALUE) List<@Max(Integer.MAX_VALUE) Bytes> bytes,
            @Max(Integer.MAX_VALUE) SortedMap<Short, @Max(Integer.MAX_VALUE) String> texts,
            @Max(Integer.MAX_VALUE) List<Wide> more) {}

    /** Often nested nearly as deep as is allowed. What is nested comes last, so that a splice can go past it. */
    private static Wide wide(Seed seed) {
        Wide wide = new Wide(bits(seed), List.of(seed.bytes(1), seed.bytes(8)), new TreeMap<>(), List.of());
        int depth = seed.nextBoolean() ? seed.between(0, 3) : seed.between(20, Schema.DEPTH_MAX - 4);
        for (int i = 0; i < depth; i++) {
            wide = new Wide(List.of(), List.of(), new TreeMap<>(Map.of((short) i, "")), List.of(wide));
        }
        return wide;
    }

    private static List<Bit> bits(Seed seed) {
        return Stream.generate(() -> new Bit(new Bit.Inner(seed.nextBoolean()))).limit(seed.between(0, 100)).toList();
    }

    private static NodeCard card(Seed seed) {
        String name = "node-" + seed.nextInt(1_000_000);
        return new NodeCard(
                name, "Höfe eG", name, "eu-1", "DE", seed.between(1, 1_000_000), seed.bytes(seed.between(0, 100)),
                seed.bytes(32), seed.bytes(32), "127.0.0.1", seed.between(1, 65_535), "http://127.0.0.1:7080");
    }

    private static Parameters parameters(Seed seed) {
        return new Parameters(
                seed.between(100, 1_000_000),
                seed.between(100, 1_000_000),
                seed.between(0, 1_000_000),
                seed.between(1, 1_000_000));
    }

    private static Authority.Threshold threshold(Seed seed) {
        List<Authority> members = Stream.<Authority>generate(
                        () -> seed.oneIn(6) ? threshold(seed) : new Authority.OneKey(seed.bytes(32)))
                .limit(seed.between(1, 4))
                .toList();
        return new Authority.Threshold(seed.between(1, members.size()), members);
    }

    private static Proof.ManySignatures signatures(Seed seed) {
        return new Proof.ManySignatures(Stream.generate(() -> seed.bytes(32))
                .limit(seed.between(1, 32))
                .distinct()
                .sorted()
                .map(key -> new Proof.OneSignature(key, seed.bytes(64)))
                .toList());
    }

    private static Picky picky(int half) {
        return new Picky(2 * half, half);
    }

    /** An operation that is a whole application. */
    record Lone(Operation other) implements Operation {}

    /** A key with a component of every kind. */
    record Key(
            @Max(6) Bytes name,
            boolean flag,
            byte b,
            short s,
            int i,
            long l,
            Color color,
            @Max(8) String text,
            Tail tail)
            implements Comparable<Key> {
        /** The components in turn, as {@link OrderedKeys} promises it. */
        static final Comparator<Key> BY_COMPONENTS = Comparator.comparing(Key::name)
                .thenComparing(Key::flag)
                .thenComparingInt(Key::b)
                .thenComparingInt(Key::s)
                .thenComparingInt(Key::i)
                .thenComparingLong(Key::l)
                .thenComparingInt(key -> Kinds.tag(key.color))
                .thenComparing(key -> Bytes.utf8(key.text))
                .thenComparing(Key::tail);

        @Override
        public int compareTo(Key other) {
            return BY_COMPONENTS.compare(this, other);
        }
    }

    /** The end of a key, a record of its own. */
    record Tail(AccountId account, @Fixed(2) Bytes fixed, @Max(6) Bytes rest) implements Comparable<Tail> {
        static final Comparator<Tail> BY_COMPONENTS =
                Comparator.comparing(Tail::account).thenComparing(Tail::fixed).thenComparing(Tail::rest);

        @Override
        public int compareTo(Tail other) {
            return BY_COMPONENTS.compare(this, other);
        }
    }

    static int tag(Color color) {
        return switch (color) {
            case RED -> 3;
            case GREEN -> 1;
            case BLUE -> 255;
        };
    }
}

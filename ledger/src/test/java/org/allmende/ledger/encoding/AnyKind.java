package org.allmende.ledger.encoding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.receipt.Receipt;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.allmende.ledger.transaction.Proof;
import org.allmende.ledger.transaction.SignedTransaction;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.transaction.TransactionId;

/** Values that follow from a seed, up to the limits of their types. */
record AnyKind(Seed seed) {
    Kinds.Everything everything() {
        return new Kinds.Everything(numbers(), sizes(), optionals(), lists(), maps(), shape(), solid());
    }

    Kinds.Numbers numbers() {
        return new Kinds.Numbers(seed.nextBoolean(), (byte) seed.nextInt(), (short) seed.nextInt(), seed.nextInt(), seed.nextLong());
    }

    private Kinds.Sizes sizes() {
        return new Kinds.Sizes(seed.bytes(4), bytes(8), text(12));
    }

    private Kinds.Optionals optionals() {
        return new Kinds.Optionals(
                optional(seed::nextLong),
                optional(() -> text(5)),
                optional(() -> optional(this::color)),
                optional(() -> list(2, this::numbers)));
    }

    private Kinds.Lists lists() {
        return new Kinds.Lists(
                list(40, seed::nextLong),
                list(3, () -> bytes(2)),
                list(3, () -> list(3, () -> seed.bytes(2))),
                list(200, () -> new Kinds.Bit(new Kinds.Bit.Inner(seed.nextBoolean()))));
    }

    private Kinds.Maps maps() {
        return new Kinds.Maps(
                map(4, seed::nextInt, this::color),
                map(4, () -> bytes(3), () -> list(2, seed::nextBoolean)),
                map(4, () -> text(8), () -> (short) seed.nextInt()),
                map(3, this::color, () -> (byte) seed.nextInt()),
                map(100, () -> (byte) seed.nextInt(), Kinds.Nothing::new),
                map(4, this::account, () -> optional(seed::nextBoolean)));
    }

    private Kinds.Shape shape() {
        return switch (seed.nextInt(3)) {
            case 0 -> new Kinds.Shape.Dot();
            case 1 -> new Kinds.Shape.Line((short) seed.nextInt(), color());
            default -> solid();
        };
    }

    private Kinds.Shape.Solid solid() {
        return seed.nextBoolean() ? new Kinds.Shape.Solid.Cube(seed.nextInt()) : new Kinds.Shape.Solid.Ball(bytes(3));
    }

    /** @param depth how often it may still hold others */
    Kinds.Wide wide(int depth) {
        return new Kinds.Wide(
                list(100, () -> new Kinds.Bit(new Kinds.Bit.Inner(seed.nextBoolean()))),
                list(5, () -> bytes(8)),
                map(5, () -> (short) seed.nextInt(), () -> text(8)),
                depth == 0 ? List.of() : list(3, () -> wide(depth - 1)));
    }

    /** Nested nearly as deep as is allowed. What is nested comes last, so that a splice can go past it. */
    Kinds.Wide deepWide() {
        Kinds.Wide wide = wide(0);
        for (int depth = seed.between(20, Schema.DEPTH_MAX - 4); depth > 0; depth--) {
            wide = new Kinds.Wide(List.of(), List.of(), map(1, () -> (short) 0, () -> ""), List.of(wide));
        }
        return wide;
    }

    Kinds.Color color() {
        return seed.pick(Kinds.Color.values());
    }

    Kinds.Key key() {
        return new Kinds.Key(
                bytes(6),
                seed.nextBoolean(),
                (byte) seed.nextInt(128),
                (short) seed.nextInt(1 << 15),
                seed.nextInt() & Integer.MAX_VALUE,
                seed.nextLong() & Long.MAX_VALUE,
                color(),
                text(8),
                new Kinds.Tail(account(), seed.bytes(2), bytes(6)));
    }

    /** @param depth how often a transaction may still hold another */
    Kinds.Step step(int depth) {
        return switch (seed.nextInt(depth == 0 ? 2 : 3)) {
            case 0 -> new Kinds.Step.Put(bytes(32), bytes(64), optional(() -> picky(seed.nextInt(1_000))));
            case 1 -> new Kinds.Step.Delete(bytes(32));
            default -> txn(depth - 1);
        };
    }

    Kinds.Step.Txn txn(int depth) {
        return new Kinds.Step.Txn(
                list(3, () -> new Kinds.Compare(bytes(32), color(), seed.nextLong())),
                list(3, () -> step(depth)),
                list(3, () -> step(depth)));
    }

    private static Kinds.Picky picky(int half) {
        return new Kinds.Picky(2 * half, half);
    }

    Operation operation() {
        return switch (seed.nextInt(6)) {
            case 0 -> new LedgerOperation.Barrier(seed.nextLong());
            case 1 -> new LedgerOperation.OpenAccount(seed.bytes(32), seed.nextBoolean());
            case 2 -> new LedgerOperation.Delegate(account(), scope(), seed.nextLong());
            case 3 -> new LedgerOperation.EndDelegation(account(), scope());
            case 4 -> new Kinds.Lone(operation());
            default -> step(3);
        };
    }

    private Scope scope() {
        return new Scope(seed.nextInt(256), bytes(20));
    }

    Transaction transaction() {
        return new Transaction(
                new NetworkId(seed.bytes(32)),
                account(),
                seed.nextLong() & Long.MAX_VALUE,
                seed.nextLong(),
                some(3, () -> new Group(some(3, this::operation))));
    }

    SignedTransaction signed() {
        Bytes transaction = Kinds.SCHEMA.codec(Transaction.class).encode(transaction());
        return new SignedTransaction(transaction, new Proof.OneSignature(seed.bytes(32), seed.bytes(64)));
    }

    Answer answer() {
        return switch (seed.nextInt(4)) {
            case 0 -> new Answer.NeverHappened(seed.nextLong());
            case 1 -> new Answer.Forgotten(seed.nextLong());
            case 2 -> new Answer.Pending(seed.nextLong());
            default -> new Answer.Applied(seed.nextLong(), new Receipt(
                    new TransactionId(seed.bytes(32)), seed.nextLong(), seed.nextInt(), list(4, this::outcome)));
        };
    }

    private GroupOutcome outcome() {
        return seed.nextBoolean()
                ? new GroupOutcome.Applied(list(4, () -> bytes(32)))
                : new GroupOutcome.Refused(seed.nextInt(), seed.nextInt(), seed.nextInt());
    }

    Genesis genesis() {
        int nodes = seed.between(1, 5);
        List<NodeCard> cards = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            cards.add(card("node-" + i));
        }
        return new Genesis(
                name(),
                seed.bytes(32),
                seed.nextBoolean(),
                seed.nextLong(),
                new Parameters(seed.between(100, 9_999), seed.between(100, 9_999), seed.between(0, 9_999), seed.between(1, 9_999)),
                cards,
                list(3, () -> new GenesisKeyspace(name(), seed.bytes(32))));
    }

    private NodeCard card(String name) {
        return new NodeCard(
                name, "op " + name(), name(), name(), "DE", seed.between(1, 1_000_000), bytes(100),
                seed.bytes(32), seed.bytes(32), "127.0.0.1", seed.between(1, 65_535), "http://127.0.0.1:7080");
    }

    private AccountId account() {
        return new AccountId(seed.bytes(32));
    }

    private String name() {
        return "n" + seed.nextInt(1_000_000);
    }

    /** Up to and often exactly {@code max} bytes. */
    Bytes bytes(int max) {
        return seed.bytes(seed.oneIn(4) ? max : seed.between(0, max));
    }

    /** Of points of one to four bytes, up to {@code max} bytes together. */
    String text(int max) {
        StringBuilder text = new StringBuilder();
        int left = seed.between(0, max);
        while (left > 0) {
            int point = seed.pick(0, 0x41, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x10ffff);
            left -= Bytes.utf8(Character.toString(point)).length();
            if (left >= 0) {
                text.appendCodePoint(point);
            }
        }
        return text.toString();
    }

    private <T> Optional<T> optional(Supplier<T> content) {
        return seed.nextBoolean() ? Optional.of(content.get()) : Optional.empty();
    }

    private <T> List<T> list(int max, Supplier<T> element) {
        return listOf(seed.oneIn(4) ? max : seed.between(0, Math.min(max, 5)), element);
    }

    private <T> List<T> some(int max, Supplier<T> element) {
        return listOf(seed.between(1, max), element);
    }

    private <T> List<T> listOf(int size, Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(element.get());
        }
        return List.copyOf(list);
    }

    private <K, V> SortedMap<K, V> map(int max, Supplier<K> key, Supplier<V> value) {
        SortedMap<K, V> map = new TreeMap<>();
        int size = seed.between(0, max);
        for (int i = 0; i < size; i++) {
            map.put(key.get(), value.get());
        }
        return map;
    }
}

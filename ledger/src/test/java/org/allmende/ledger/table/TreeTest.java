package org.allmende.ledger.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree does what a sorted map does, and what was frozen stays as it was. */
final class TreeTest {
    private static final int STEPS = 40_000;

    /** Keys over which searching, splitting and what keys share behave differently. */
    private enum Keys {
        RANDOM {
            @Override
            Bytes next(Seed random) {
                return randomKey(random, 3);
            }
        },
        /** Many beginnings of one another, none at all included. */
        OF_FEW_BYTES {
            @Override
            Bytes next(Seed random) {
                byte[] key = new byte[random.between(0, 8)];
                for (int i = 0; i < key.length; i++) {
                    key[i] = (byte) (int) random.pick(0x00, 0x01, 0x7f, 0xff);
                }
                return Bytes.wrap(key);
            }
        },
        WITH_LONG_BEGINNINGS {
            @Override
            Bytes next(Seed random) {
                Bytes beginning = Bytes.utf8("registry/of/" + random.pick("mills", "mines", "mints"));
                return random.oneIn(1_000)
                        ? beginning.slice(0, random.between(0, beginning.length()))
                        : beginning.concat(randomKey(random, 2));
            }
        };

        abstract Bytes next(Seed random);
    }

    @Seeds(6)
    void behavesAsASortedMapThroughGrowthAndDecline(Seed random) {
        Tree<Integer> tree = new Tree<>();
        NavigableMap<Bytes, Integer> model = new TreeMap<>();
        List<Held> held = new ArrayList<>();
        Keys keys = Keys.values()[(int) (random.value() % Keys.values().length)];
        Bytes lately = keys.next(random);
        for (int step = 0; step < STEPS; step++) {
            boolean grows = step / (STEPS / 4) % 2 == 0;
            Bytes key = random.oneIn(3) ? known(model, keys.next(random)) : keys.next(random);
            if (random.oneIn(2)) {
                // As who reads a row to write it anew: with the same array, at once or after other writes.
                key = random.oneIn(3) ? lately : key;
                same(tree.get(key.unsafeArray()), model.get(key), "value read");
                lately = key;
            }
            if (random.nextInt(10) < (grows ? 8 : 1)) {
                same(tree.put(key.unsafeArray(), step), model.put(key, step), "value before");
            } else {
                same(tree.remove(key.unsafeArray()), model.remove(key), "value before");
            }
            if (step % 4_000 == 2_345) {
                held.add(new Held(tree.freeze(), new TreeMap<>(model)));
            }
            if (random.oneIn(2_000)) {
                TreeCheck.check(tree.root(), tree.size(), tree.owner());
                assertSame(tree.root(), tree.size(), model);
                assertRangesSame(tree.root(), model, keys, random);
            }
        }
        assertThat(held).isNotEmpty();
        for (Held then : held) {
            TreeCheck.check(then.frozen.root(), then.frozen.size(), tree.owner());
            assertSame(then.frozen.root(), then.frozen.size(), then.model);
        }
    }

    private static void same(@Nullable Integer found, @Nullable Integer expected, String what) {
        // Not an assertion each time: there are very many, and nearly all hold.
        if (!Objects.equals(found, expected)) {
            assertThat(found).as(what).isEqualTo(expected);
        }
    }

    @Test
    void shrinksToALeafWhenAllIsRemoved() {
        Tree<Integer> tree = new Tree<>();
        int rows = 20_000;
        for (int i = 0; i < rows; i++) {
            tree.put(ordered(i), i);
        }
        assertThat(tree.root().level).isEqualTo(2);
        TreeCheck.check(tree.root(), rows, tree.owner());
        for (int i = 0; i < rows; i++) {
            int at = i % 2 == 0 ? i / 2 : rows - 1 - i / 2;
            assertThat(tree.remove(ordered(at))).isEqualTo(at);
            if (i % 500 == 0) {
                TreeCheck.check(tree.root(), rows - 1 - i, tree.owner());
            }
        }
        assertThat(tree.size()).isZero();
        assertThat(tree.root().isLeaf()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 47, 48, 49, 64, 65, 96, 97, 2_304, 2_305, 5_000, 200_000})
    void loadsAnyNumberOfSortedRows(int rows) {
        Tree<Integer> tree = new Tree<>();
        tree.put(ordered(-1), -1);
        List<Tree.Loaded<Integer>> sorted = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            sorted.add(new Tree.Loaded<>(ordered(i), i));
        }
        tree.load(sorted);
        TreeCheck.check(tree.root(), rows, tree.owner());
        int[] next = {0};
        tree.root().ascend(null, null, (key, value) -> value.equals(next[0]++));
        assertThat(next[0]).isEqualTo(rows);

        Tree.Frozen loaded = tree.freeze();
        tree.put(ordered(-2), -2);
        tree.put(ordered(rows), rows);
        TreeCheck.check(tree.root(), rows + 2, tree.owner());
        TreeCheck.check(loaded.root(), rows, tree.owner());
    }

    @Test
    void copiesANodeOncePerRound() {
        Tree<Integer> tree = new Tree<>();
        for (int i = 0; i < 10_000; i++) {
            tree.put(ordered(i), i);
        }
        Tree.Frozen before = tree.freeze();
        tree.put(ordered(5_000), 1);
        Node root = tree.root();
        Node leaf = leafOf(root, ordered(5_000));
        tree.put(ordered(5_000), 2);
        assertThat(tree.root()).isSameAs(root).isNotSameAs(before.root());
        assertThat(leafOf(root, ordered(5_000))).isSameAs(leaf).isNotSameAs(leafOf(before.root(), ordered(5_000)));
        assertThat(leafOf(root, ordered(9_000))).isSameAs(leafOf(before.root(), ordered(9_000)));
    }

    @Test
    void aRoundWithoutWritesFreezesTheSameRows() {
        Tree<Integer> tree = new Tree<>();
        assertThat(tree.freeze()).isSameAs(tree.freeze());
        tree.put(ordered(1), 1);
        Tree.Frozen frozen = tree.freeze();
        tree.remove(ordered(2));
        assertThat(tree.freeze()).as("removing what is not there writes nothing").isSameAs(frozen);
    }

    @Seeds(8)
    void differenceIsWhatComparingEveryRowFinds(Seed random) {
        Tree<Integer> tree = new Tree<>();
        NavigableMap<Bytes, Integer> model = new TreeMap<>();
        for (int round = 0; round < 60; round++) {
            Tree.Frozen before = tree.freeze();
            NavigableMap<Bytes, Integer> modelBefore = new TreeMap<>(model);
            int writes = random.oneIn(10) ? 5_000 : random.nextInt(60);
            int puts = random.nextInt(11);
            for (int i = 0; i < writes; i++) {
                Bytes key = randomKey(random, 2);
                int value = random.nextInt(3);
                if (random.nextInt(10) < puts) {
                    tree.put(key.unsafeArray(), value);
                    model.put(key, value);
                } else {
                    tree.remove(key.unsafeArray());
                    model.remove(key);
                }
            }
            List<String> found = new ArrayList<>();
            Difference.between(before.root(), tree.root(), (key, value) -> found.add(hex(key) + "=" + value));
            assertThat(found).as("round " + round).isEqualTo(difference(modelBefore, model));
        }
    }

    private static List<String> difference(Map<Bytes, Integer> before, Map<Bytes, Integer> after) {
        TreeMap<Bytes, @Nullable Integer> all = new TreeMap<>(before);
        all.putAll(after);
        List<String> found = new ArrayList<>();
        for (Bytes key : all.keySet()) {
            Integer now = after.get(key);
            if (now == null || !now.equals(before.get(key))) {
                found.add(key.toHex() + "=" + now);
            }
        }
        return found;
    }

    private record Held(Tree.Frozen frozen, NavigableMap<Bytes, Integer> model) {}

    private static void assertSame(Node root, long size, NavigableMap<Bytes, Integer> model) {
        assertThat(size).isEqualTo(model.size());
        assertThat(ascending(root, null, null)).isEqualTo(listed(model));
        for (Map.Entry<Bytes, Integer> row : model.entrySet()) {
            same((Integer) Node.get(root, row.getKey().unsafeArray()), row.getValue(), "value");
        }
    }

    private static void assertRangesSame(Node root, NavigableMap<Bytes, Integer> model, Keys keys, Seed random) {
        for (int i = 0; i < 4; i++) {
            Bytes from = random.oneIn(4) ? null : keys.next(random);
            Bytes to = random.oneIn(4) ? null : keys.next(random);
            NavigableMap<Bytes, Integer> range = model;
            if (from != null && to != null) {
                range = from.compareTo(to) <= 0 ? model.subMap(from, true, to, false) : new TreeMap<>();
            } else if (from != null) {
                range = model.tailMap(from, true);
            } else if (to != null) {
                range = model.headMap(to, false);
            }
            assertThat(ascending(root, from, to)).isEqualTo(listed(range));
            List<String> descending = new ArrayList<>();
            root.descend(array(from), array(to), (key, value) -> descending.add(hex(key) + "=" + value));
            assertThat(descending).isEqualTo(listed(range.descendingMap()));
        }
    }

    private static List<String> ascending(Node root, @Nullable Bytes from, @Nullable Bytes to) {
        List<String> rows = new ArrayList<>();
        root.ascend(array(from), array(to), (key, value) -> rows.add(hex(key) + "=" + value));
        return rows;
    }

    private static List<String> listed(NavigableMap<Bytes, Integer> model) {
        List<String> rows = new ArrayList<>();
        model.forEach((key, value) -> rows.add(key.toHex() + "=" + value));
        return rows;
    }

    private static Node leafOf(Node root, byte[] key) {
        Node node = root;
        while (!node.isLeaf()) {
            node = node.child(node.childFor(key));
        }
        return node;
    }

    private static Bytes known(NavigableMap<Bytes, Integer> model, Bytes near) {
        Bytes known = model.ceilingKey(near);
        return known == null ? near : known;
    }

    private static Bytes randomKey(Seed random, int length) {
        byte[] key = new byte[length];
        random.nextBytes(key);
        return Bytes.wrap(key);
    }

    /** Keys that sort as the numbers do. */
    private static byte[] ordered(int number) {
        return HexFormat.of().parseHex(HexFormat.of().toHexDigits(number + 0x1000_0000));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte @Nullable [] array(@Nullable Bytes bytes) {
        return bytes == null ? null : bytes.unsafeArray();
    }
}

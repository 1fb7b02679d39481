package org.allmende.gateway.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.allmende.etcd.protocol.Authpb;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of damage is refused with its name and what to do, also when somebody made a hash that fits. */
class SnapshotDamageTest {
    private static final int FREELIST = 2;
    private static final int KEYS = Image.KEY_PAGE;

    @TempDir
    Path dir;

    /** Two leaves under a branch, on pages 8 to 10, and small buckets before and behind. */
    private Image sound = new Image(new byte[0]);

    private static final int BRANCH = KEYS + 2;
    private static final int ROOT = KEYS + 7;

    @BeforeEach
    void write() throws IOException {
        ModelStore store = new ModelStore();
        for (int i = 0; i < 3; i++) {
            store.begin();
            store.put(ModelStore.key(i), ByteString.copyFrom(new byte[1_500]), 0);
        }
        sound = Image.of(dir, store.content().leases(List.of()));
        assertThat(sound.bytes().getShort(Image.at(BRANCH, 8))).isEqualTo(BoltPage.BRANCH);
        SnapshotFile.open(sound.write(dir.resolve("sound"))).close();
    }

    @Test
    void anyByteThatIsNotAsItWas() throws IOException {
        byte[] file = Files.readAllBytes(sound.write(dir.resolve("flipped")));
        for (int at = 0; at < file.length; at += 331) {
            file[at] ^= 1;
            assertRefused(Files.write(dir.resolve("flipped"), file), "SHA-256");
            file[at] ^= 1;
        }
    }

    /** But at its very end, where nothing is missing but the hash: that is how etcd keeps it itself. */
    @Test
    void cutAnywhere() throws IOException {
        byte[] file = Files.readAllBytes(sound.write(dir.resolve("cut")));
        for (int sector = 0; sector < file.length; sector += 512) {
            for (int end : new int[] {sector, sector + 1, sector + SnapshotHash.BYTES, sector + 100}) {
                Path cut = Files.write(dir.resolve("cut"), Arrays.copyOf(file, Math.min(end, file.length - 1)));
                if (end == sound.length()) {
                    SnapshotFile.open(cut).close();
                } else {
                    assertRefused(cut, "");
                }
            }
        }
    }

    @Test
    void withMoreBehindIt() throws IOException {
        assertRefused(sound.cut(sound.length() + 16).writeBare(dir.resolve("more")), "no whole number of pages");
    }

    @Test
    void oneMetaIsEnoughAndTheYoungerCounts() throws IOException {
        SnapshotFile.open(sound.copy().putLong(Image.at(0, 24), 0).write(dir.resolve("second")))
                .close();
        SnapshotFile.open(sound.copy().putLong(Image.at(1, 24), 0).write(dir.resolve("first")))
                .close();
        Image younger = sound.copy().putLong(Image.at(1, 32), KEYS).putLong(Image.at(1, 64), 3).sealed();
        assertRefused(younger.write(dir.resolve("younger")), "beside its buckets");
        Image older = sound.copy().putLong(Image.at(1, 32), KEYS).sealed();
        SnapshotFile.open(older.write(dir.resolve("older"))).close();
    }

    static Stream<Arguments> damages() {
        int firstLeaf = Image.at(KEYS, BoltPage.HEADER_BYTES);
        int secondOfLeaf = firstLeaf + BoltPage.ELEMENT_BYTES;
        int firstOfBranch = Image.at(BRANCH, BoltPage.HEADER_BYTES);
        int secondOfBranch = firstOfBranch + BoltPage.ELEMENT_BYTES;
        return Stream.of(
                damage("magic", "neither of its first", image -> image.inBothMetas(16, 1)),
                damage("version", "neither of its first", image -> {
                    image.putInt(Image.at(0, 20), 3).putInt(Image.at(1, 20), 3).sealed();
                }),
                damage("checksum", "neither of its first", image -> {
                    image.putLong(Image.at(0, 72), 0).putLong(Image.at(1, 72), 0);
                }),
                damage("page bytes no power of two", "neither of its first", image -> image.inBothMetas(24, 4_097)),
                damage("page bytes too small", "neither of its first", image -> image.inBothMetas(24, 512)),
                damage("page bytes too many", "neither of its first", image -> image.inBothMetas(24, 131_072)),
                damage("more pages than there are", "pages, not the", image -> image.inBothMetas(56, ROOT + 2)),
                damage("no pages", "pages, not the", image -> image.inBothMetas(56, 2)),
                damage("a negative number of pages", "pages, not the", image -> image.inBothMetas(56, -1)),
                damage("root behind the end", "there is no page", image -> image.inBothMetas(32, ROOT + 1)),
                damage("root before the beginning", "there is no page", image -> image.inBothMetas(32, 1)),
                damage("negative root", "there is no page", image -> image.inBothMetas(32, -5)),
                damage("root is no tree of buckets", "beside its buckets", image -> image.inBothMetas(32, KEYS)),
                damage("page of another number", "says it is page", image -> image.putLong(Image.at(KEYS, 0), 4)),
                damage("goes on behind the end", "behind the last page", image -> image.putInt(Image.at(ROOT, 12), 1)),
                damage("goes on very far", "behind the last page", image -> image.putInt(Image.at(KEYS, 12), -1)),
                damage("goes on over others", "used twice", image -> image.putInt(Image.at(KEYS, 12), 1)),
                damage("kind", "neither a leaf nor a branch", image -> image.putShort(Image.at(KEYS, 8), 4)),
                damage("leaf says it is a branch", "lies where another", image -> image.putShort(Image.at(KEYS, 8), 1)),
                damage("count", "no room for its 65535", image -> image.putShort(Image.at(KEYS, 10), -1)),
                damage("branch of none", "nothing below it", image -> image.putShort(Image.at(BRANCH, 10), 0)),
                damage("key behind the page", "ends behind", image -> image.putInt(secondOfLeaf + 4, 1 << 20)),
                damage("value behind the page", "ends behind", image -> image.putInt(secondOfLeaf + 12, 1 << 20)),
                damage("element over the header", "lies where another", image -> image.putInt(firstLeaf + 4, 0)),
                damage("elements over each other", "lies where another", image -> image.putInt(secondOfLeaf + 4, 16)),
                damage("no key", "has no key", image -> image.putInt(firstLeaf + 8, 0)),
                damage("entry of unknown kind", "no known kind", image -> image.putInt(firstLeaf, 2)),
                damage("bucket among keys", "bucket of its own", image -> image.putInt(firstLeaf, 1)),
                damage("value among buckets", "beside its buckets", image -> image.putInt(Image.at(ROOT, 16), 0)),
                damage("a tree in a circle", "used twice", image -> image.putLong(firstOfBranch + 8, BRANCH)),
                damage("a leaf twice", "used twice", image -> image.putLong(secondOfBranch + 8, KEYS)),
                damage("leaf of another bucket", "used twice", image -> image.putLong(firstOfBranch + 8, KEYS - 1)),
                damage("below nothing", "there is no page", image -> image.putLong(firstOfBranch + 8, 1L << 40)),
                damage("key before its branch", "before those it should", image -> {
                    image.putLong(Image.at(BRANCH, 48), 0x0102_0304_0506_0708L);
                }),
                damage("branches in the wrong order", "not in their order", image -> {
                    long first = image.bytes().getLong(firstOfBranch + 8);
                    image.putLong(firstOfBranch + 8, image.bytes().getLong(secondOfBranch + 8));
                    image.putLong(secondOfBranch + 8, first);
                }),
                damage("free page in use", "free and used", image -> free(image, 1, KEYS)),
                damage("free page behind the end", "not there", image -> free(image, 1, ROOT + 1)),
                damage("negative free page", "not there", image -> free(image, 1, -3)),
                damage("free metas", "not there", image -> free(image, 1, 1)),
                damage("more free pages than fit", "ends behind its page", image -> free(image, 600, 20)),
                damage("very many free pages", "ends behind its page", image -> free(image, 0xffff, Long.MAX_VALUE)),
                damage("a negative number of them", "ends behind its page", image -> free(image, 0xffff, -1)),
                damage("list of free pages is a leaf", "is none", image -> image.putShort(Image.at(FREELIST, 8), 2)),
                damage("list of free pages is in use", "used twice", image -> image.inBothMetas(48, KEYS)),
                damage("list of free pages is not there", "there is no page", image -> image.inBothMetas(48, 999)));
    }

    private static void free(Image image, int count, long page) {
        image.putShort(Image.at(FREELIST, 10), count).putLong(Image.at(FREELIST, 16), page);
    }

    private static Arguments damage(String name, String refusal, Consumer<Image> damage) {
        return Arguments.of(name, refusal, damage);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void withAHashThatFits(String name, String refusal, Consumer<Image> damage) throws IOException {
        damage.accept(sound);
        assertRefused(sound.write(dir.resolve("damaged")), refusal);
        assertRefused(sound.writeBare(dir.resolve("damaged")), refusal);
    }

    static Stream<Arguments> nonsense() {
        Revision five = new Revision(5, 0);
        Bytes value = Bytes.wrap(Mvcc.KeyValue.newBuilder()
                .setKey(ByteString.copyFromUtf8("key"))
                .setCreateRevision(4)
                .setModRevision(5)
                .setVersion(2)
                .build()
                .toByteArray());
        Bytes lease = new StoredLease(1, 60, 0).encode().value();
        return Stream.of(
                entries("no revision", "no revision is written as", "key", entry("short", value)),
                entries("no underscore", "no revision is written as", "key", entry("12345678.12345678", value)),
                entries("negative revision", "negative", "key", new BoltEntry(minus(five), value)),
                entries("too long", "no change is written as", "key", more(five, "tt", value)),
                entries("another mark", "no change is written as", "key", more(five, "u", value)),
                entries("no protobuf", "cannot be decoded", "key", more(five, "", Bytes.utf8("?"))),
                entries("no key", "no key is put", "key", more(five, "", Bytes.EMPTY)),
                entries("deletion of no key", "no change is made", "key", more(five, "t", Bytes.EMPTY)),
                entries("another revision", "no key is put", "key", more(new Revision(6, 0), "", value)),
                entries("at revision 0", "no key is put", "key", more(new Revision(0, 1), "", value)),
                entries("put and deleted", "there twice", "key", more(five, "", value), more(five, "t", value)),
                entries("lease of another id", "says it is 1", "lease", new BoltEntry(Buckets.bigEndian(2), lease)),
                entries("no lease", "no lease has", "lease", new BoltEntry(Buckets.bigEndian(0), Bytes.EMPTY)),
                entries("lease of nothing", "cannot be decoded", "lease", entry("12345678", Bytes.utf8("?"))),
                entries("user of another name", "says its name is", "authUsers", entry("alice", Bytes.EMPTY)),
                entries("role of another name", "says its name is", "authRoles", entry("alice", Bytes.EMPTY)),
                entries("user of nothing", "cannot be decoded", "authUsers", entry("alice", Bytes.utf8("?"))),
                entries("member of nothing", "cannot be decoded", "members", entry("1", Bytes.utf8("{"))),
                entries("member of no id", "its id written as", "members", entry("x", Bytes.utf8("{}"))),
                entries("member of a long id", "its id written as", "members", entry("01", Bytes.utf8("{}"))),
                entries("deep member", "cannot be decoded", "members", entry("1", Bytes.utf8("[".repeat(1 << 20)))),
                entries("alarm of nothing", "cannot be decoded", "alarm", entry("?", Bytes.EMPTY)),
                entries("alarm of another form", "no alarm is written as", "alarm", entry("\b\0", Bytes.EMPTY)),
                entries("auth revision", "no number is", "auth", entry("authRevision", Bytes.utf8("1"))),
                entries("index", "no number is", "meta", entry("consistent_index", Bytes.EMPTY)),
                entries("compaction", "no revision is", "meta", entry("finishedCompactRev", Bytes.EMPTY)));
    }

    private static Arguments entries(String name, String refusal, String bucket, BoltEntry... entries) {
        return Arguments.of(name, refusal, bucket, entries);
    }

    private static BoltEntry entry(String key, Bytes value) {
        return new BoltEntry(Bytes.utf8(key), value);
    }

    private static BoltEntry more(Revision at, String mark, Bytes value) {
        return new BoltEntry(at.encode().concat(Bytes.utf8(mark)), value);
    }

    private static Bytes minus(Revision at) {
        byte[] bytes = at.encode().toArray();
        bytes[0] = (byte) 0x80;
        return Bytes.wrap(bytes);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nonsense")
    void entriesThatEtcdCannotHaveWritten(String name, String refusal, String bucket, BoltEntry... entries)
            throws IOException {
        assertRefused(Image.of(dir, bucket, entries).write(dir.resolve("nonsense")), refusal);
    }

    private static void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> SnapshotFile.open(file).close())
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining(why)
                .hasMessageStartingWith(file.toString())
                .hasMessageEndingWith("Take it again with 'etcdctl snapshot save', or use another copy");
    }

    @Test
    void aDatabaseOfAnotherProgram() throws IOException {
        Image image = Image.of(dir, new TreeMap<>(Map.of("logs", List.of(entry("a", Bytes.EMPTY)))));
        assertRefused(image.write(dir.resolve("other")), "but none of an etcd");
    }

    @Test
    void keysInTheWrongOrder() throws IOException {
        for (String first : List.of("c", "b")) { // behind the next, and equal to it
            Image image = Image.of(dir, "a", entry("a", Bytes.EMPTY), entry("b", Bytes.EMPTY));
            int page = FREELIST + 1;
            image.bytes().put(Image.at(page, 48), (byte) first.charAt(0));
            assertRefused(image.write(dir.resolve("order")), "not in their order");
        }
    }

    /** Small buckets lie in the value of their name, which the writer never does. */
    static Stream<Arguments> inline() {
        byte[] none = new byte[BoltEntry.BUCKET_HEADER_BYTES];
        byte[] leaf = Arrays.copyOf(none, 32);
        leaf[24] = BoltPage.LEAF;
        byte[] branch = Arrays.copyOf(leaf, 49);
        branch[24] = BoltPage.BRANCH;
        branch[26] = 1;
        branch[32] = BoltPage.ELEMENT_BYTES;
        branch[36] = 1;
        byte[] more = leaf.clone();
        more[26] = 1;
        return Stream.of(
                Arguments.of("no room for a root", "beside its buckets", Bytes.of(new byte[15])),
                Arguments.of("more than a page", "beside its buckets", Bytes.of(new byte[Image.PAGE + 1])),
                Arguments.of("a page at most", "neither a leaf", Bytes.of(new byte[Image.PAGE])),
                Arguments.of("no page", "is not there", Bytes.of(none)),
                Arguments.of("no whole header", "is not there", Bytes.of(leaf).slice(0, 31)),
                Arguments.of("another kind", "neither a leaf", Bytes.of(new byte[32])),
                Arguments.of("a branch", "is no leaf", Bytes.of(branch)),
                Arguments.of("more than is there", "no room for its 1", Bytes.of(more)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inline")
    void smallBuckets(String name, String refusal, Bytes value) throws IOException {
        // The page of another bucket is made the root, and what is in it so are the buckets.
        Image image = Image.of(dir, "a", new BoltEntry(true, Buckets.KEY, value));
        assertRefused(image.inBothMetas(32, FREELIST + 1).write(dir.resolve("small")), refusal);
    }
}

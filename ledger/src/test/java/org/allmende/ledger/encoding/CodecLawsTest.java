package org.allmende.ledger.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.allmende.ledger.transaction.SignedTransaction;
import org.allmende.ledger.transaction.Transaction;

class CodecLawsTest {
    private static final List<Class<?>> TYPES = List.of(
            Kinds.Everything.class, Kinds.Wide.class, Kinds.Step.class, Transaction.class, SignedTransaction.class,
            Answer.class, Genesis.class);

    private static final KeyCodec<Kinds.Key> KEYS = OrderedKeys.of(Kinds.Key.class);
    private static final KeyCodec<Kinds.Tail> TAILS = OrderedKeys.of(Kinds.Tail.class);

    @Seeds(200)
    void whatIsEncodedIsDecodedAgain(Seed seed) throws Exception {
        for (Class<?> type : TYPES) {
            comesBack(type, seed.split());
        }
        Kinds.Key key = Kinds.ANY_KEY.of(Kinds.Key.class, seed);
        assertThat(KEYS.decode(KEYS.encode(key))).isEqualTo(key);
    }

    private static <T> void comesBack(Class<T> type, Seed seed) throws MalformedException {
        T value = Kinds.ANY.of(type, seed);
        Codec<T> codec = Kinds.SCHEMA.codec(type);
        assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
    }

    @Seeds(200)
    void keysSortAsTheirComponentsDo(Seed seed) {
        for (int i = 0; i < 50; i++) {
            Kinds.Key a = Kinds.ANY_KEY.of(Kinds.Key.class, seed);
            Kinds.Key b = Kinds.ANY_KEY.of(Kinds.Key.class, seed);
            for (Kinds.Key other : List.of(b, mixed(a, b, seed))) {
                assertThat(Integer.signum(KEYS.encode(a).compareTo(KEYS.encode(other))))
                        .as("%s and %s", a, other)
                        .isEqualTo(Integer.signum(a.compareTo(other)));
            }
        }
    }

    /** One up to some component, from there another: or all keys would differ in the first. */
    private static Kinds.Key mixed(Kinds.Key a, Kinds.Key b, Seed seed) {
        int same = seed.between(1, 11);
        return new Kinds.Key(
                seed.oneIn(3) ? a.name().concat(seed.bytes(6 - a.name().length())) : a.name(),
                same > 1 ? a.flag() : b.flag(),
                same > 2 ? a.b() : b.b(),
                same > 3 ? a.s() : b.s(),
                same > 4 ? a.i() : b.i(),
                same > 5 ? a.l() : b.l(),
                same > 6 ? a.color() : b.color(),
                same > 7 ? a.text() : b.text(),
                new Kinds.Tail(
                        same > 8 ? a.tail().account() : b.tail().account(),
                        same > 9 ? a.tail().fixed() : b.tail().fixed(),
                        same > 10 ? a.tail().rest() : b.tail().rest()));
    }

    @Seeds(200)
    void aPrefixOfTheLastComponentIsAPrefixOfTheKey(Seed seed) {
        Kinds.Tail tail = Kinds.ANY_KEY.of(Kinds.Tail.class, seed);
        Bytes prefix = tail.rest().slice(0, seed.between(0, tail.rest().length()));
        Kinds.Tail begin = new Kinds.Tail(tail.account(), tail.fixed(), prefix);
        assertThat(TAILS.encode(tail).startsWith(TAILS.encode(begin))).isTrue();
    }
}

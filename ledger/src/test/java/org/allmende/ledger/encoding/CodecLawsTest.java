package org.allmende.ledger.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;

class CodecLawsTest {
    private static final KeyCodec<Kinds.Key> KEYS = OrderedKeys.of(Kinds.Key.class);

    @Seeds(200)
    void whatIsEncodedIsDecodedAgain(Seed seed) throws Exception {
        for (Subject<?> subject : Subject.ALL) {
            comesBack(subject, seed.split());
        }
    }

    private static <T> void comesBack(Subject<T> subject, Seed seed) throws MalformedException {
        T value = subject.value(seed);
        assertThat(subject.decoder().decode(subject.encoder().encode(value))).isEqualTo(value);
    }

    @Seeds(200)
    void keysSortAsTheirComponentsDo(Seed seed) {
        AnyKind any = new AnyKind(seed);
        for (int i = 0; i < 50; i++) {
            Kinds.Key a = any.key();
            for (Kinds.Key b : List.of(any.key(), almost(a, any))) {
                assertThat(Integer.signum(KEYS.encode(a).compareTo(KEYS.encode(b))))
                        .as("%s and %s", a, b)
                        .isEqualTo(Integer.signum(a.compareTo(b)));
            }
        }
    }

    /** The same up to a component, and from there another: or all keys would differ in the first. */
    private static Kinds.Key almost(Kinds.Key a, AnyKind any) {
        Kinds.Key b = any.key();
        int same = any.seed().between(1, 11);
        return new Kinds.Key(
                any.seed().oneIn(3) ? a.name().concat(any.bytes(6 - a.name().length())) : a.name(),
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
    void keysThatBeginWithTheSameComponentsAreARange(Seed seed) {
        AnyKind any = new AnyKind(seed);
        Kinds.Tail tail = any.key().tail();
        KeyCodec<Kinds.Tail> tails = OrderedKeys.of(Kinds.Tail.class);
        Bytes prefix = tail.rest().slice(0, any.seed().between(0, tail.rest().length()));

        Bytes whole = tails.encode(tail);
        Bytes begin = tails.encode(new Kinds.Tail(tail.account(), tail.fixed(), prefix));

        assertThat(whole.startsWith(begin)).isTrue();
    }
}

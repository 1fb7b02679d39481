package org.allmende.ledger.encoding;

import java.util.List;
import java.util.function.Function;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.transaction.SignedTransaction;
import org.allmende.ledger.transaction.Transaction;

/**
 * A codec that is tried, whether of values or of keys, and a source of values for it.
 *
 * @param values from a seed
 */
record Subject<T>(String name, Encoder<T> encoder, Decoder<T> decoder, Function<AnyKind, T> values) {
    interface Encoder<T> {
        Bytes encode(T value);
    }

    interface Decoder<T> {
        T decode(Bytes bytes) throws MalformedException;
    }

    /** Everything that reads untrusted bytes, and records of every kind that can be encoded. */
    static final List<Subject<?>> ALL = List.of(
            of(Kinds.Everything.class, AnyKind::everything),
            of(Kinds.Step.class, any -> any.step(5)),
            of(Kinds.Wide.class, any -> any.seed().oneIn(3) ? any.deepWide() : any.wide(3)),
            of(Transaction.class, AnyKind::transaction),
            of(SignedTransaction.class, AnyKind::signed),
            of(Answer.class, AnyKind::answer),
            of(Genesis.class, AnyKind::genesis),
            ofKey(Kinds.Key.class, AnyKind::key));

    private static <T> Subject<T> of(Class<T> type, Function<AnyKind, T> values) {
        Codec<T> codec = Kinds.SCHEMA.codec(type);
        return new Subject<>(type.getSimpleName(), codec::encode, codec::decode, values);
    }

    private static <K extends Record> Subject<K> ofKey(Class<K> type, Function<AnyKind, K> values) {
        KeyCodec<K> codec = OrderedKeys.of(type);
        return new Subject<>(type.getSimpleName(), codec::encode, codec::decode, values);
    }

    T value(Seed seed) {
        return values.apply(new AnyKind(seed));
    }

    Bytes valid(Seed seed) {
        return encoder.encode(value(seed));
    }

    @Override
    public String toString() {
        return name;
    }
}

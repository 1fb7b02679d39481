package org.allmende.ledger.table;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows under some root, read by typed keys. */
abstract sealed class TypedRows<K, V> implements TableView<K, V> permits StateTable, FrozenTable {
    final Declaration<K, V> declaration;

    TypedRows(Declaration<K, V> declaration) {
        this.declaration = declaration;
    }

    abstract Node root();

    byte[] encoded(K key) {
        return declaration.encoded(key);
    }

    @Override
    public Optional<V> get(K key) {
        Object value = Node.get(root(), encoded(key));
        return value == null ? Optional.empty() : Optional.of(declaration.typed(value));
    }

    @Override
    public void ascend(@Nullable K from, @Nullable K to, Visitor<K, V> visitor) {
        root().ascend(bound(from), bound(to), raw(visitor));
    }

    @Override
    public void descend(@Nullable K from, @Nullable K to, Visitor<K, V> visitor) {
        root().descend(bound(from), bound(to), raw(visitor));
    }

    private byte @Nullable [] bound(@Nullable K key) {
        return key == null ? null : encoded(key);
    }

    private Node.RawVisitor raw(Visitor<K, V> visitor) {
        return (key, value) -> visitor.visit(declaration.decoded(key), declaration.typed(value));
    }
}

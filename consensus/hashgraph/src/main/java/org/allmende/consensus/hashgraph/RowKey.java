package org.allmende.consensus.hashgraph;

import org.allmende.ledger.encoding.Bytes;

/** Where a row lies: ordered by table, then key. Also the first place of a page. */
record RowKey(int table, Bytes key) implements Comparable<RowKey> {
    /** The first place of a table. */
    static RowKey startOf(int table) {
        return new RowKey(table, Bytes.EMPTY);
    }

    @Override
    public int compareTo(RowKey other) {
        int byTable = Integer.compare(table, other.table);
        return byTable != 0 ? byTable : key.compareTo(other.key);
    }

    /** Four bytes of table number, most significant first, then the key. */
    com.hedera.pbj.runtime.io.buffer.Bytes toPlatform() {
        byte[] content = new byte[Integer.BYTES + key.length()];
        content[0] = (byte) (table >>> 24);
        content[1] = (byte) (table >>> 16);
        content[2] = (byte) (table >>> 8);
        content[3] = (byte) table;
        System.arraycopy(key.unsafeArray(), 0, content, Integer.BYTES, key.length());
        return com.hedera.pbj.runtime.io.buffer.Bytes.wrap(content);
    }

    static RowKey ofPlatform(com.hedera.pbj.runtime.io.buffer.Bytes content) {
        return new RowKey(content.getInt(0), Bytes.wrap(content.toByteArray(Integer.BYTES, (int) content.length() - Integer.BYTES)));
    }
}

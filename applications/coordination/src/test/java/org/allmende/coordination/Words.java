package org.allmende.coordination;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.allmende.coordination.Compare.Expected;
import org.allmende.coordination.Compare.Relation;
import org.allmende.coordination.CoordinationOperation.DeleteRange;
import org.allmende.coordination.CoordinationOperation.Put;
import org.allmende.coordination.CoordinationOperation.Txn;
import org.allmende.ledger.Result;
import org.allmende.ledger.encoding.Bytes;

/**
 * Short words for requests, and a line of text for every answer.
 *
 * <p>A key and what it is: {@code a=5 c2 m3 v2}: value 5, created at revision 2, last changed at 3, version 2. An
 * answer begins with its revision: {@code put@3 was [a=5 c2 m2 v1]}, {@code delete@4 1}, {@code range@4 [] of 0},
 * {@code txn@5 yes [put@5]}. A refusal is the reason's name.
 */
final class Words {
    /** As the end of a range: all from its key on. */
    static final String ON = "\0";

    private Words() {}

    /** The bytes of a text in which every character stands for one byte. */
    static Bytes b(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static PutRequest put(String key, String value) {
        return PutRequest.of(b(key), b(value));
    }

    static PutRequest putLeased(String key, String value, long lease) {
        return new PutRequest(b(key), b(value), lease, false, false, false);
    }

    /** Puts a key as it is. */
    static PutRequest touch(String key) {
        return new PutRequest(b(key), Bytes.EMPTY, 0, false, true, true);
    }

    static PutRequest putIgnoring(String key, String value, long lease, boolean ignoreValue, boolean ignoreLease) {
        return new PutRequest(b(key), b(value), lease, false, ignoreValue, ignoreLease);
    }

    static RangeRequest range(String key, String rangeEnd) {
        return RangeRequest.of(b(key), b(rangeEnd));
    }

    static RangeRequest get(String key) {
        return range(key, "");
    }

    static DeleteRangeRequest delete(String key, String rangeEnd) {
        return DeleteRangeRequest.of(b(key), b(rangeEnd));
    }

    static DeleteRangeRequest delete(String key) {
        return delete(key, "");
    }

    static TxnRequest txn(List<Compare> compares, List<Request> success, List<Request> failure) {
        return new TxnRequest(compares, success, failure);
    }

    /** A transaction without compares. */
    static TxnRequest all(Request... requests) {
        return txn(List.of(), List.of(requests), List.of());
    }

    /** A transaction whose compares do not hold. */
    static TxnRequest failing(Request... requests) {
        return txn(List.of(NEVER), List.of(), List.of(requests));
    }

    static final Compare ALWAYS = compare("nothing", Relation.EQUAL, new Expected.Version(0));
    static final Compare NEVER = compare("nothing", Relation.NOT_EQUAL, new Expected.Version(0));

    static Compare compare(String key, Relation relation, Expected expected) {
        return compare(key, "", relation, expected);
    }

    static Compare compare(String key, String rangeEnd, Relation relation, Expected expected) {
        return new Compare(b(key), b(rangeEnd), relation, expected);
    }

    static CoordinationOperation operation(String keyspace, Request request) {
        return switch (request) {
            case PutRequest put -> new Put(keyspace, put);
            case DeleteRangeRequest delete -> new DeleteRange(keyspace, delete);
            case TxnRequest txn -> new Txn(keyspace, txn);
            case RangeRequest range -> new Txn(keyspace, all(range));
        };
    }

    static String text(List<Result> results) {
        return results.stream()
                .map(result -> switch ((CoordinationResult) result) {
                    case PutResult put -> text(put);
                    case DeleteRangeResult delete -> text(delete);
                    case TxnResult txn -> text(txn);
                    case CoordinationResult.Created created -> "created@" + created.revision();
                    case CoordinationResult.Done done -> "done@" + done.revision();
                    case CoordinationResult.Compacted compacted -> "compacted@" + compacted.revision();
                    case CoordinationResult.Granted granted ->
                        "granted@" + granted.revision() + " " + granted.ttlSeconds() + " s";
                    case CoordinationResult.Renewed renewed ->
                        "renewed@" + renewed.revision() + " " + renewed.ttlSeconds();
                    case CoordinationResult.Revoked revoked ->
                        "revoked@" + revoked.revision() + " " + revoked.deleted();
                })
                .collect(Collectors.joining("; "));
    }

    static String text(Response response) {
        return switch (response) {
            case PutResult put ->
                "put@" + put.revision()
                        + put.prevKv().map(prev -> " was [" + text(prev) + "]").orElse("");
            case RangeResult range ->
                "range@" + range.revision() + " " + keys(range.keyValues()) + " of " + range.count()
                        + (range.more() ? " more" : "");
            case DeleteRangeResult delete ->
                "delete@" + delete.revision() + " " + delete.deleted()
                        + (delete.prevKvs().isEmpty() ? "" : " were " + keys(delete.prevKvs()));
            case TxnResult txn ->
                "txn@" + txn.revision() + (txn.succeeded() ? " yes" : " no")
                        + txn.responses().stream().map(Words::text).collect(Collectors.joining(", ", " [", "]"));
        };
    }

    static String text(RangeAnswer answer) {
        return switch (answer) {
            case RangeAnswer.Found found -> text(found.result());
            case RangeAnswer.Refused refused -> refused.reason().name();
        };
    }

    /** {@code 3 put a=5 c2 m3 v2, 4 delete a was [a=5 c2 m3 v2] -> 5}: the events, then where to go on. */
    static String text(HistoryAnswer answer) {
        return switch (answer) {
            case HistoryAnswer.Page page ->
                page.events().stream().map(Words::text).collect(Collectors.joining(", "))
                        + (page.events().isEmpty() ? "-> " : " -> ") + page.nextRevision();
            case HistoryAnswer.Compacted compacted -> "compacted to " + compacted.compactRevision();
            case HistoryAnswer.Refused refused -> refused.reason().name();
        };
    }

    static String text(KeyEvent event) {
        String what =
                switch (event.kind()) {
                    case PUT -> text(event.keyValue());
                    case DELETE -> key(event.keyValue().key());
                };
        return event.revision() + " " + event.kind().name().toLowerCase(Locale.ROOT) + " " + what
                + event.prevKv().map(prev -> " was [" + text(prev) + "]").orElse("");
    }

    static String text(KeyValue keyValue) {
        return key(keyValue.key()) + "=" + key(keyValue.value()) + " c" + keyValue.createRevision() + " m"
                + keyValue.modRevision() + " v" + keyValue.version()
                + (keyValue.lease() == 0 ? "" : " l" + keyValue.lease());
    }

    private static String keys(List<KeyValue> keyValues) {
        return keyValues.stream().map(Words::text).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Visible ASCII as it is, every other byte as two hexadecimal digits between angle brackets. */
    private static String key(Bytes key) {
        StringBuilder text = new StringBuilder();
        for (byte each : key.toArray()) {
            text.append(each > 0x20 && each < 0x7f ? String.valueOf((char) each) : String.format("<%02x>", each));
        }
        return text.toString();
    }
}

package org.allmende.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allmende.coordination.Compare;
import org.allmende.coordination.Compare.Expected;
import org.allmende.coordination.Compare.Relation;
import org.allmende.coordination.DeleteRangeRequest;
import org.allmende.coordination.PutRequest;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.Request;
import org.allmende.coordination.TxnRequest;
import org.allmende.ledger.encoding.Bytes;

/**
 * A transaction as people type it, after etcdctl: three paragraphs with an empty line between them, compares, what to
 * do when all hold, and what to do when not. The later paragraphs may be missing.
 *
 * <pre>
 * version("lock") = 0
 *
 * put lock "held by anna"
 *
 * get lock
 * </pre>
 */
final class TxnSyntax {
    private static final Pattern COMPARE =
            Pattern.compile("(?<of>\\w+)\\s*\\(\\s*(?<key>\".*\"|[^\\s\"()]+)\\s*\\)\\s*(?<is>!=|=|<|>)\\s*(?<what>.+)");
    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\[\"\\\\])*)\"|[^\\s\"]+");

    private static final Map<String, Relation> RELATIONS =
            Map.of("=", Relation.EQUAL, "!=", Relation.NOT_EQUAL, "<", Relation.LESS, ">", Relation.GREATER);

    private final List<String> lines;
    private int next;

    private TxnSyntax(List<String> lines) {
        this.lines = lines;
    }

    /** @throws IllegalArgumentException with the number of the line that cannot be understood, and what may stand there */
    static TxnRequest parse(List<String> lines) {
        TxnSyntax syntax = new TxnSyntax(lines);
        List<Compare> compares = syntax.paragraph(TxnSyntax::compare);
        List<Request> success = syntax.paragraph(TxnSyntax::request);
        List<Request> failure = syntax.paragraph(TxnSyntax::request);
        if (!syntax.paragraph(Function.identity()).isEmpty()) {
            throw new IllegalArgumentException("a transaction has three paragraphs at most: compares, requests when all"
                    + " hold, requests when not");
        }
        return new TxnRequest(compares, success, failure);
    }

    private <T> List<T> paragraph(Function<String, T> line) {
        List<T> read = new ArrayList<>();
        while (next < lines.size() && !lines.get(next).isBlank()) {
            try {
                read.add(line.apply(lines.get(next).strip()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + (next + 1) + ": " + e.getMessage(), e);
            }
            next++;
        }
        next++;
        return read;
    }

    private static Compare compare(String line) {
        Matcher parts = COMPARE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "'" + line + "' is no compare; write for instance mod(\"key\") > 3, or value(\"key\") = \"text\"");
        }
        Relation relation = RELATIONS.get(parts.group("is"));
        if (relation == null) {
            throw new IllegalStateException("the pattern and the relations differ");
        }
        return Compare.of(
                Bytes.utf8(only(parts.group("key"))), relation, expected(parts.group("of"), only(parts.group("what"))));
    }

    private static Expected expected(String of, String what) {
        return switch (of) {
            case "version", "ver" -> new Expected.Version(number(what));
            case "create", "c" -> new Expected.CreateRevision(number(what));
            case "mod", "m" -> new Expected.ModRevision(number(what));
            case "value", "val" -> new Expected.Value(Bytes.utf8(what));
            case "lease" -> new Expected.Lease(LeaseId.parseOrNone(what));
            default -> throw new IllegalArgumentException(
                    "'" + of + "' cannot be compared; it is version, create, mod, value or lease");
        };
    }

    private static Request request(String line) {
        List<String> words = words(line);
        boolean prefix = words.remove("--prefix");
        return switch (words.getFirst()) {
            case "put" -> {
                boolean leased = words.size() == 5 && words.get(3).equals("--lease");
                requireWords(words, leased ? 5 : 3, prefix, "put KEY VALUE [--lease ID]");
                yield new PutRequest(
                        Bytes.utf8(words.get(1)),
                        Bytes.utf8(words.get(2)),
                        leased ? LeaseId.parseOrNone(words.get(4)) : 0,
                        false,
                        false,
                        false);
            }
            case "get" -> {
                requireWords(words, 2, false, "get KEY [--prefix]");
                Bytes key = Bytes.utf8(words.get(1));
                yield prefix ? RangeRequest.prefix(key) : RangeRequest.of(key);
            }
            case "del" -> {
                requireWords(words, 2, false, "del KEY [--prefix]");
                Bytes key = Bytes.utf8(words.get(1));
                yield prefix ? DeleteRangeRequest.prefix(key) : DeleteRangeRequest.of(key);
            }
            default -> throw new IllegalArgumentException(
                    "'" + words.getFirst() + "' is no request; a line begins with put, get or del");
        };
    }

    private static void requireWords(List<String> words, int count, boolean strangePrefix, String form) {
        if (words.size() != count || strangePrefix) {
            throw new IllegalArgumentException(
                    "write '" + form + "'; what holds spaces or is empty stands in \"quotes\"");
        }
    }

    /** Words of a line; one in quotes may hold spaces, and \" and \\ for themselves. Changeable. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        int read = 0;
        while (word.find()) {
            requireBlank(line, read, word.start());
            words.add(plain(word));
            read = word.end();
        }
        requireBlank(line, read, line.length());
        return words;
    }

    private static void requireBlank(String line, int from, int to) {
        if (!line.substring(from, to).isBlank()) {
            throw new IllegalArgumentException("a quote in '" + line + "' is not closed");
        }
    }

    private static String only(String text) {
        List<String> words = words(text);
        if (words.size() != 1) {
            throw new IllegalArgumentException("'" + text + "' is more than one word; put it in \"quotes\"");
        }
        return words.getFirst();
    }

    private static String plain(Matcher word) {
        String quoted = word.group(1);
        return quoted == null ? word.group() : quoted.replaceAll("\\\\(.)", "$1");
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
        }
    }
}

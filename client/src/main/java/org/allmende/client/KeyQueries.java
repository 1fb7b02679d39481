package org.allmende.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.allmende.coordination.KeyRange;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.RangeRequest.SortOrder;
import org.allmende.coordination.RangeRequest.SortTarget;
import org.allmende.ledger.encoding.Bytes;

/** Queries of keyspaces as paths of a node. What is at its default is left out. */
final class KeyQueries {
    private KeyQueries() {}

    static String keyspace(String name) {
        return "/v1/keyspaces/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    static String range(String keyspace, RangeRequest request, Consistency consistency) {
        StringBuilder target = new StringBuilder(keyspace(keyspace));
        target.append("/range?").append(consistency.parameter());
        keys(target, request.key(), request.rangeEnd());
        number(target, "limit", request.limit());
        number(target, "revision", request.revision());
        if (request.sortOrder() != SortOrder.NONE) {
            target.append("&sortOrder=").append(request.sortOrder());
        }
        if (request.sortTarget() != SortTarget.KEY) {
            target.append("&sortTarget=").append(request.sortTarget());
        }
        flag(target, "keysOnly", request.keysOnly());
        flag(target, "countOnly", request.countOnly());
        number(target, "minModRevision", request.minModRevision());
        number(target, "maxModRevision", request.maxModRevision());
        number(target, "minCreateRevision", request.minCreateRevision());
        number(target, "maxCreateRevision", request.maxCreateRevision());
        return target.toString();
    }

    static String watch(String keyspace, KeyRange keys, long startRevision, boolean prevKv) {
        StringBuilder target = new StringBuilder(keyspace(keyspace));
        target.append("/watch?as=borsh&startRevision=").append(startRevision);
        keys(target, keys.key(), keys.rangeEnd());
        flag(target, "prevKv", prevKv);
        return target.toString();
    }

    private static void keys(StringBuilder target, Bytes key, Bytes rangeEnd) {
        target.append("&key=").append(base64(key));
        if (!rangeEnd.isEmpty()) {
            target.append("&rangeEnd=").append(base64(rangeEnd));
        }
    }

    private static void number(StringBuilder target, String name, long number) {
        if (number != 0) {
            target.append('&').append(name).append('=').append(number);
        }
    }

    private static void flag(StringBuilder target, String name, boolean set) {
        if (set) {
            target.append('&').append(name).append("=true");
        }
    }

    private static String base64(Bytes bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.unsafeArray());
    }
}

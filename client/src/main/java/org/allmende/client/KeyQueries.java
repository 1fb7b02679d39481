package org.allmende.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.KeyRange;
import org.allmende.coordination.KeyspaceAnswer;
import org.allmende.coordination.LeaseAnswer;
import org.allmende.coordination.LeasesAnswer;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.RangeRequest.SortOrder;
import org.allmende.coordination.RangeRequest.SortTarget;
import org.allmende.ledger.encoding.Bytes;

/** Queries of keyspaces as paths of a node, and what is made of its answers. What is at its default is left out. */
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

    // --- answers

    static RangeAnswer.Found found(RangeAnswer answer) throws RefusedException {
        return switch (answer) {
            case RangeAnswer.Found found -> found;
            case RangeAnswer.Refused refused -> throw new RefusedException(
                    400,
                    refused.reason().name(),
                    "refused as of height " + refused.height(),
                    refused.reason().advice());
        };
    }

    static KeyspaceAnswer.Found found(String keyspace, KeyspaceAnswer answer) throws RefusedException {
        return switch (answer) {
            case KeyspaceAnswer.Found found -> found;
            case KeyspaceAnswer.NotFound none -> throw noKeyspace(keyspace, none.height());
        };
    }

    static LeasesAnswer.Page found(String keyspace, LeasesAnswer answer) throws RefusedException {
        return switch (answer) {
            case LeasesAnswer.Page page -> page;
            case LeasesAnswer.NoKeyspace none -> throw noKeyspace(keyspace, none.height());
        };
    }

    static LeaseAnswer.Found found(String keyspace, long lease, LeaseAnswer answer) throws RefusedException {
        return switch (answer) {
            case LeaseAnswer.Found found -> found;
            case LeaseAnswer.NotFound none -> throw new RefusedException(
                    404,
                    CoordinationReason.LEASE_NOT_FOUND.name(),
                    "there is no lease " + lease + " in keyspace '" + keyspace + "' as of height " + none.height(),
                    CoordinationReason.LEASE_NOT_FOUND.advice());
            case LeaseAnswer.NoKeyspace none -> throw noKeyspace(keyspace, none.height());
        };
    }

    private static RefusedException noKeyspace(String name, long height) {
        return new RefusedException(
                404,
                "KEYSPACE_NOT_FOUND",
                "there is no keyspace '" + name + "' as of height " + height,
                "create it, or look at the list of keyspaces");
    }
}

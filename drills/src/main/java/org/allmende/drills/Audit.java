package org.allmende.drills;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.allmende.client.ClientSettings;
import org.allmende.client.Consistency;
import org.allmende.client.NetworkClient;
import org.allmende.coordination.KeyValue;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.transaction.TransactionId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Compares what clients were told with what every node holds. Believes nobody: asks each node for itself. */
final class Audit {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Rehearsed.Member> members;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    Audit(List<Rehearsed.Member> members) {
        this.members = List.copyOf(members);
    }

    /**
     * What was found wrong.
     *
     * @param lost acknowledged writes that some node does not have, or has with another value or revision
     * @param elsewhere acknowledged writes whose receipt at some node names another height or position
     * @param receipts how many receipts were compared: they are kept for some minutes only
     */
    record Findings(Set<String> lost, Set<String> elsewhere, int receipts) {}

    /** Compares the receipts of writes with the answer of every node, while the network still keeps them. */
    Findings receipts(List<Acknowledgements.Write> writes) throws IOException, InterruptedException {
        Set<String> lost = new HashSet<>();
        Set<String> elsewhere = new HashSet<>();
        int compared = 0;
        for (Rehearsed.Member member : members) {
            try (NetworkClient client = only(member.api())) {
                for (Acknowledgements.Write write : writes) {
                    switch (client.answer(TransactionId.parse(write.id()), Duration.ofSeconds(1))) {
                        case Answer.Applied(long height, var receipt) -> {
                            compared++;
                            if (receipt.height() != write.height() || receipt.position() != write.position()) {
                                elsewhere.add(write.key());
                            }
                        }
                        case Answer.NeverHappened(long height) -> lost.add(write.key());
                        case Answer.Pending(long height) -> lost.add(write.key());
                        case Answer.Forgotten(long height) -> {
                            // The keys themselves tell, see below.
                        }
                    }
                }
            }
        }
        return new Findings(lost, elsewhere, compared);
    }

    /** Keys of acknowledged writes that some node does not hold as it was written, at the revision it was told. */
    Set<String> missingKeys(List<Acknowledgements.Write> writes, String prefix)
            throws IOException, InterruptedException {
        Set<String> missing = new HashSet<>();
        for (Rehearsed.Member member : members) {
            Map<Bytes, KeyValue> held = held(member, prefix);
            for (Acknowledgements.Write write : writes) {
                KeyValue found = held.get(Bytes.utf8(write.key()));
                if (found == null
                        || !found.value().equals(Bytes.utf8(write.value()))
                        || found.modRevision() != write.revision()) {
                    missing.add(write.key());
                }
            }
        }
        return missing;
    }

    private static Map<Bytes, KeyValue> held(Rehearsed.Member member, String prefix)
            throws IOException, InterruptedException {
        Map<Bytes, KeyValue> held = new HashMap<>();
        RangeRequest all = RangeRequest.prefix(Bytes.utf8(prefix));
        Bytes next = all.key();
        try (NetworkClient client = only(member.api())) {
            while (true) {
                RangeRequest page = RangeRequest.of(next, all.rangeEnd()).withLimit(500);
                RangeAnswer.Found found = client.range(Workload.KEYSPACE, page, Consistency.LOCAL);
                found.result().keyValues().forEach(key -> held.put(key.key(), key));
                if (!found.result().more()) {
                    return held;
                }
                next = found.result().keyValues().getLast().key().concat(Bytes.of((byte) 0));
            }
        }
    }

    private static NetworkClient only(URI node) {
        return NetworkClient.open(
                ClientSettings.of(List.of(node)).withReachPatience(Duration.ofSeconds(20)));
    }

    /**
     * The digests of the whole state of all nodes at one height. A quiet network makes a height every few seconds, so
     * they are asked until all answers are of the same one.
     */
    Map<String, String> digestsAtOneHeight() throws IOException, InterruptedException {
        List<String> seen = new ArrayList<>();
        for (int attempt = 0; attempt < 60; attempt++) {
            Map<String, String> digests = new HashMap<>();
            Set<Long> heights = new HashSet<>();
            for (Rehearsed.Member member : members) {
                JsonNode answer = get(member.api().resolve("/v1/state/digest"));
                heights.add(answer.path("height").asLong(-1));
                digests.put(member.name(), answer.path("digest").asString(""));
            }
            if (heights.size() == 1) {
                return digests;
            }
            seen.add(heights.toString());
        }
        throw new IOException("the nodes were never seen at one height: " + seen);
    }

    private JsonNode get(URI address) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(address + " answered " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }
}

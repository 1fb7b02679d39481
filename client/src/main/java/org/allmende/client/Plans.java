package org.allmende.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allmende.coordination.Compare;
import org.allmende.coordination.Compare.Expected;
import org.allmende.coordination.Compare.Relation;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.DeleteRangeRequest;
import org.allmende.coordination.KeyValue;
import org.allmende.coordination.PutRequest;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.RangeResult;
import org.allmende.coordination.Response;
import org.allmende.coordination.TxnRequest;
import org.allmende.coordination.TxnResult;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.transaction.Group;

/**
 * Plans that several writers publish for a name, where only the newest may be live: a configuration, a set of DNS records.
 * A plan has a generation, which its writer chooses higher than that of the plan it started from. What is late is refused and
 * told who won; a clean-up removes what is superseded and cannot remove what is live. Both are decided where the order is, in
 * one transaction, so that neither a slow writer nor a slow clean-up does harm. Any thread; methods wait for their answer.
 *
 * <p>In the keyspace: {@code plans/NAME/live} says the generation, in 20 digits, and after a space the writer;
 * {@code plans/NAME/plan/GENERATION} is the plan. Both change in one revision, so who watches the first one finds the second.
 */
public final class Plans {
    /** Characters of a name. */
    public static final int NAME_MAX = 200;

    /** Characters of a writer's name. */
    public static final int WRITER_MAX = 200;

    /** Bytes of a plan. */
    public static final int CONTENT_BYTES_MAX = 1_000_000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1," + NAME_MAX + "}");
    private static final Pattern LIVE = Pattern.compile("([0-9]{20}) (.*)", Pattern.DOTALL);

    /** Times that a reader begins anew when what it read was superseded and removed meanwhile. */
    private static final int ANEW_MAX = 10;

    private final NetworkClient client;
    private final String keyspace;

    /** @param keyspace the plans' keyspace */
    public Plans(NetworkClient client, String keyspace) {
        this.client = client;
        this.keyspace = keyspace;
    }

    /**
     * A plan.
     *
     * @param generation from 1
     * @param writer who published it
     * @param revision of the keyspace, in which it was published
     */
    public record Plan(long generation, String writer, Bytes content, long revision) {}

    /**
     * A generation, and by whom.
     *
     * @param generation from 1
     */
    public record Version(long generation, String writer) {
        private static Version of(KeyValue live) throws IOException {
            Matcher matcher = LIVE.matcher(live.value().toText());
            if (!matcher.matches()) {
                throw new IOException("'" + live.key().toText() + "' is no plan's: something else wrote it");
            }
            return new Version(Long.parseLong(matcher.group(1)), matcher.group(2));
        }
    }

    /** What came of publishing a plan. */
    public sealed interface Published {
        /** It is live, as of this revision. */
        record Live(long revision) implements Published {}

        /** Nothing was changed: a plan of this generation or a newer one is live. */
        record Stale(Version winner) implements Published {}
    }

    /** What came of a clean-up. */
    public sealed interface Cleaned {
        /** So many plans were removed. */
        record Removed(long count) implements Cleaned {}

        /** Nothing was changed: the live plan, if there is one, is older than what was to be kept. */
        record Refused(Optional<Version> live) implements Cleaned {}
    }

    /**
     * Makes a plan the live one, unless another one of its generation or a newer one is. The same plan again changes
     * nothing, so that it may be published again when it is not known what became of it.
     *
     * @param keys of an account that may write the keyspace's keys below {@code plans/}
     * @param generation from 1
     * @throws IllegalArgumentException when a name, a generation or a plan is none
     * @throws RefusedException with a coordination reason's name, for instance NOT_ALLOWED
     * @throws IOException also when it is not known what became of it
     */
    public Published publish(Keys keys, String name, long generation, Bytes content, String writer)
            throws IOException, InterruptedException {
        check(name, generation);
        if (writer.isBlank() || writer.length() > WRITER_MAX) {
            throw new IllegalArgumentException("a writer's name has 1 to " + WRITER_MAX + " characters");
        }
        if (content.length() > CONTENT_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a plan has at most " + CONTENT_BYTES_MAX + " bytes, not " + content.length());
        }
        TxnResult result = run(keys, publishing(name, generation, content, writer));
        if (!result.succeeded()) {
            return new Published.Live(result.revision());
        }
        Version winner = Version.of(found(result, 0).orElseThrow());
        boolean isThis = winner.equals(new Version(generation, writer))
                && found(result, 1).filter(plan -> plan.value().equals(content)).isPresent();
        return isThis ? new Published.Live(result.revision()) : new Published.Stale(winner);
    }

    /**
     * If the live plan is of this generation or a newer one, the answer is what is live, and this generation's plan; else this
     * one becomes it. What is live has a writer behind its digits, so one of the same generation is greater than these.
     */
    static TxnRequest publishing(String name, long generation, Bytes content, String writer) {
        Bytes live = live(name);
        Bytes plan = plan(name, generation);
        return new TxnRequest(
                List.of(Compare.of(live, Relation.GREATER, new Expected.Value(Bytes.utf8(digits(generation))))),
                List.of(RangeRequest.of(live), RangeRequest.of(plan)),
                List.of(
                        PutRequest.of(plan, content),
                        PutRequest.of(live, Bytes.utf8(digits(generation) + " " + writer))));
    }

    /**
     * Removes all plans before a generation, if the live one is of that generation or a newer one.
     *
     * @param keys as of {@link #publish}
     * @param before the oldest generation to keep, from 1
     * @throws RefusedException with a coordination reason's name
     */
    public Cleaned clean(Keys keys, String name, long before) throws IOException, InterruptedException {
        check(name, before);
        TxnResult result = run(keys, cleaning(name, before));
        if (result.succeeded()) {
            return new Cleaned.Removed(result.deleted());
        }
        Optional<KeyValue> live = found(result, 0);
        return new Cleaned.Refused(live.isPresent() ? Optional.of(Version.of(live.get())) : Optional.empty());
    }

    static TxnRequest cleaning(String name, long before) {
        Bytes live = live(name);
        return new TxnRequest(
                List.of(Compare.of(live, Relation.GREATER, new Expected.Value(Bytes.utf8(digits(before))))),
                List.of(DeleteRangeRequest.of(plan(name, 0), plan(name, before))),
                List.of(RangeRequest.of(live)));
    }

    /** The live plan; empty: none was ever published. */
    public Optional<Plan> live(String name, Consistency consistency) throws IOException, InterruptedException {
        check(name, 1);
        for (int anew = 0; anew < ANEW_MAX; anew++) {
            List<KeyValue> live = client.range(keyspace, RangeRequest.of(live(name)), consistency)
                    .result()
                    .keyValues();
            if (live.isEmpty()) {
                return Optional.empty();
            }
            Version version = Version.of(live.getFirst());
            List<KeyValue> plan = client.range(
                            keyspace, RangeRequest.of(plan(name, version.generation())), consistency)
                    .result()
                    .keyValues();
            if (!plan.isEmpty()) {
                KeyValue found = plan.getFirst();
                return Optional.of(
                        new Plan(version.generation(), version.writer(), found.value(), found.modRevision()));
            }
        }
        throw new IOException("the plan of '" + name + "' changes faster than it can be read; try again");
    }

    /** The generations that are kept, oldest first, the live one among them. */
    public List<Long> generations(String name, Consistency consistency) throws IOException, InterruptedException {
        check(name, 1);
        RangeRequest all = RangeRequest.prefix(Bytes.utf8("plans/" + name + "/plan/")).withKeysOnly();
        List<Long> generations = new ArrayList<>();
        for (KeyValue each : client.range(keyspace, all, consistency).result().keyValues()) {
            String key = each.key().toText();
            generations.add(Long.parseLong(key.substring(key.lastIndexOf('/') + 1)));
        }
        return generations;
    }

    private TxnResult run(Keys keys, TxnRequest request) throws IOException, InterruptedException {
        Settlement settlement =
                client.submit(keys, Group.of(new CoordinationOperation.Txn(keyspace, request)));
        return switch (settlement) {
            case Settlement.Applied applied -> result(applied);
            case Settlement.NeverHappened never ->
                throw new IOException("its time passed without it: nothing was changed; do it again");
            case Settlement.Unknown unknown ->
                throw new IOException("not known what became of it (" + unknown.why() + "); do it again");
        };
    }

    private static TxnResult result(Settlement.Applied applied) throws IOException {
        if (applied.receipt().outcomes().getFirst() instanceof GroupOutcome.Refused refused) {
            CoordinationReason reason = CoordinationReason.of(refused);
            throw new RefusedException(403, reason.name(), "the network refused it", reason.advice());
        }
        return (TxnResult) applied.results()
                .orElseThrow(() -> new IOException("it was applied, and no node shows what it answered; do it again"))
                .getFirst()
                .getFirst();
    }

    private static Optional<KeyValue> found(TxnResult result, int number) {
        Response response = result.responses().get(number);
        return response instanceof RangeResult range ? range.keyValues().stream().findFirst() : Optional.empty();
    }

    private static void check(String name, long generation) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a plan's name has 1 to " + NAME_MAX
                    + " letters, digits, dots, dashes and underscores; '" + name + "' is none");
        }
        if (generation < 1) {
            throw new IllegalArgumentException("generations begin at 1; " + generation + " is none");
        }
    }

    private static Bytes live(String name) {
        return Bytes.utf8("plans/" + name + "/live");
    }

    private static Bytes plan(String name, long generation) {
        return Bytes.utf8("plans/" + name + "/plan/" + digits(generation));
    }

    private static String digits(long generation) {
        return "%020d".formatted(generation);
    }
}

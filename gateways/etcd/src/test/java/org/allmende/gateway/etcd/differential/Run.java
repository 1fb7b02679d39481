package org.allmende.gateway.etcd.differential;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.allmende.etcd.protocol.Mvcc.Event.EventType;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.etcd.protocol.Rpc.WatchResponse;

/**
 * Does the same steps to etcd and to the gateway, each step on both at once and the next one when both have answered.
 * What watchers are told comes when it comes; so at the end each is given a last change to tell of, and then compared.
 */
final class Run {
    /** A watcher of a revision further in the future than this is given no last change. */
    private static final int FUTURE_MAX = 10;

    /** How much later than the other a server may have answered all it did, before times it tells are off by more. */
    private long slackMillis;

    private final Side theirs;
    private final Side ours;
    private final List<Watched> watched = new ArrayList<>();
    private long revision = 1;
    private long compacted;
    private final Set<Long> compactions = new HashSet<>();

    /** etcd has come to its end, as it does after {@link KnownDifference#TXN_THAT_FAILS_HALFWAY}. */
    private boolean ended;

    Run(Side theirs, Side ours) {
        this.theirs = theirs;
        this.ours = ours;
    }

    /** @return the first difference */
    Optional<Difference> of(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            int number = i + 1;
            Optional<Difference> difference = of(steps.get(i));
            if (difference.isPresent()) {
                return difference.map(found -> new Difference(
                        "step " + number + ": " + found.place(), found.theirs(), found.ours()));
            }
            if (ended) {
                return Optional.empty();
            }
        }
        return settle(_ -> true).or(this::compareWatchers);
    }

    private Optional<Difference> of(Step step) {
        return switch (step) {
            // A watcher that has not caught up is canceled by one server, and has already been told all by the other.
            case Step.Ask(Rpc.CompactionRequest request) -> settle(watcher -> watcher.behind).or(() -> ask(request));
            case Step.Ask(Message request) -> ask(request);
            case Step.Watch watch -> watch(watch);
        };
    }

    private Optional<Difference> ask(Message request) {
        long startNanos = System.nanoTime();
        CompletableFuture<Answer> asked =
                CompletableFuture.supplyAsync(() -> ours.ask(request, revision, compacted), Pair.THREADS);
        Answer their = theirs.ask(request, revision, compacted);
        Answer our = asked.join();
        slackMillis = Math.max(slackMillis, Duration.ofNanos(System.nanoTime() - startNanos).toMillis());
        String shown = new Step.Ask(theirs.numbers.filledIn(request, revision, compacted)).toString();
        learn(request, their);
        if (endsEtcd(request, their, our)) {
            ended = true;
            return KnownDifference.TXN_THAT_FAILS_HALFWAY.pass();
        }
        String theirText = theirs.comparable(their);
        String ourText = ours.comparable(withTheirTime(their, our));
        return theirText.equals(ourText)
                ? Optional.empty()
                : Optional.of(new Difference(shown, theirText, ourText));
    }

    private boolean endsEtcd(Message request, Answer their, Answer our) {
        return request instanceof Rpc.TxnRequest txn
                && KeyRequests.keepsWhatIsThere(txn)
                && our.equals(new Answer.Failed(Status.Code.INVALID_ARGUMENT, "etcdserver: key not found"))
                && isGone(their)
                && isGone(theirs.ask(Rpc.RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8("a")).build(), 0, 0));
    }

    private static boolean isGone(Answer answer) {
        return answer instanceof Answer.Failed(Status.Code code, String _) && code == Status.Code.UNAVAILABLE;
    }

    private void learn(Message request, Answer answer) {
        if (!(answer instanceof Answer.Given(Message message))) {
            return;
        }
        if (request instanceof Rpc.CompactionRequest compaction) {
            Rpc.CompactionRequest filledIn =
                    (Rpc.CompactionRequest) theirs.numbers.filledIn(compaction, revision, compacted);
            compacted = Math.max(compacted, filledIn.getRevision());
            compactions.add(filledIn.getRevision());
        }
        Rpc.ResponseHeader header = (Rpc.ResponseHeader)
                message.getField(message.getDescriptorForType().findFieldByName("header"));
        revision = Math.max(revision, header.getRevision());
    }

    /** Remaining times may differ by a second, and by what one of the two took longer over the steps before. */
    private Answer withTheirTime(Answer their, Answer our) {
        if (their instanceof Answer.Given(Rpc.LeaseTimeToLiveResponse theirTime)
                && our instanceof Answer.Given(Rpc.LeaseTimeToLiveResponse ourTime)
                && theirTime.getTTL() > 0
                && Math.abs(theirTime.getTTL() - ourTime.getTTL()) <= 1 + slackMillis / 1_000) {
            return new Answer.Given(ourTime.toBuilder().setTTL(theirTime.getTTL()).build());
        }
        return our;
    }

    private Optional<Difference> watch(Step.Watch step) {
        Rpc.WatchRequest request = (Rpc.WatchRequest) theirs.numbers.filledIn(step.request(), revision, compacted);
        WatchLog their = theirs.watches(step.stream());
        WatchLog our = ours.watches(step.stream());
        String shown = new Step.Watch(step.stream(), request).toString();
        return switch (request.getRequestUnionCase()) {
            case CREATE_REQUEST ->
                request.getCreateRequest().getStartRevision() < 0
                        ? KnownDifference.WATCH_FROM_BELOW_ZERO.pass()
                        : exchange(shown, request, their, our, WatchResponse::getCreated, answer ->
                                created(their, our, request.getCreateRequest(), answer));
            case CANCEL_REQUEST -> {
                Optional<Watched> watcher = live(their)
                        .filter(each -> each.isOf(their, request.getCancelRequest().getWatchId()))
                        .findFirst();
                if (watcher.isEmpty()) {
                    both(request, their, our);
                    yield Optional.empty();
                }
                yield settle(watcher.get()::equals)
                        .or(() -> exchange(shown, request, their, our, WatchResponse::getCanceled, _ ->
                                watched.remove(watcher.get())));
            }
            case PROGRESS_REQUEST -> progress(shown, request, their, our);
            case REQUESTUNION_NOT_SET -> {
                both(request, their, our);
                yield Optional.empty();
            }
        };
    }

    private void created(WatchLog their, WatchLog our, Rpc.WatchCreateRequest request, WatchResponse answer) {
        if (!answer.getCanceled()) {
            watched.add(new Watched(their, our, answer.getWatchId(), request, revision));
        }
    }

    private Optional<Difference> progress(String shown, Rpc.WatchRequest request, WatchLog their, WatchLog our) {
        Optional<Difference> difference = settle(watcher -> watcher.behind && watcher.isOn(their));
        if (difference.isPresent()) {
            return difference;
        }
        if (live(their).findAny().isEmpty()) {
            return KnownDifference.PROGRESS_WITHOUT_WATCHERS.pass();
        }
        if (live(their).anyMatch(watcher -> watcher.startRevision() > revision)) {
            return KnownDifference.PROGRESS_BEFORE_START.pass();
        }
        return exchange(shown, request, their, our, Run::isProgress, _ -> {});
    }

    /** A client may give the id -1 to a watcher: what that is told of is something else. */
    private static boolean isProgress(WatchResponse response) {
        return response.getWatchId() == -1
                && !response.getCreated()
                && !response.getCanceled()
                && response.getEventsCount() == 0;
    }

    private Stream<Watched> live(WatchLog their) {
        return watched.stream().filter(each -> each.isOn(their) && !each.isCanceled());
    }

    private static void both(Rpc.WatchRequest request, WatchLog their, WatchLog our) {
        their.send(request);
        our.send(request);
    }

    /** Sends a request, and compares the first answer of its kind that comes after it. */
    private Optional<Difference> exchange(
            String shown,
            Rpc.WatchRequest request,
            WatchLog their,
            WatchLog our,
            Predicate<WatchResponse> kind,
            Consumer<WatchResponse> then) {
        long theirCount = their.count(kind);
        long ourCount = our.count(kind);
        both(request, their, our);
        Optional<WatchResponse> theirAnswer = their.await(kind, theirCount, Side.PATIENCE);
        Optional<WatchResponse> ourAnswer = our.await(kind, ourCount, Side.PATIENCE);
        String theirText = theirAnswer.map(each -> Step.text(theirs.numbers.comparable(each))).orElse("nothing");
        String ourText = ourAnswer.map(each -> Step.text(ours.numbers.comparable(each))).orElse("nothing");
        if (!theirText.equals(ourText)) {
            return Optional.of(new Difference(shown, theirText, ourText));
        }
        theirAnswer.ifPresent(then);
        return Optional.empty();
    }

    /** Changes something that each of these watchers must tell of, and waits until it has, on both sides. */
    private Optional<Difference> settle(Predicate<Watched> wanted) {
        for (Watched watcher : List.copyOf(watched)) {
            if (!watcher.isCanceled() && wanted.test(watcher)) {
                Optional<Difference> difference = settle(watcher);
                if (difference.isPresent()) {
                    return difference;
                }
            }
        }
        watched.removeIf(Watched::isCanceled);
        return Optional.empty();
    }

    private Optional<Difference> settle(Watched watcher) {
        boolean isFarOff = watcher.startRevision() > revision + FUTURE_MAX;
        if (isFarOff || !watcher.wants(EventType.PUT) && !watcher.wants(EventType.DELETE)) {
            return Optional.empty();
        }
        long last = 0;
        do {
            Optional<Difference> difference = ask(Rpc.PutRequest.newBuilder()
                    .setKey(watcher.key())
                    .setValue(ByteString.copyFromUtf8("last"))
                    .build());
            last = watcher.wants(EventType.PUT) ? revision : last;
            if (difference.isEmpty()) {
                difference = ask(Rpc.DeleteRangeRequest.newBuilder()
                        .setKey(watcher.key())
                        .build());
                last = watcher.wants(EventType.DELETE) ? revision : last;
            }
            if (difference.isPresent()) {
                return difference;
            }
        } while (last < watcher.startRevision());
        watcher.behind = false;
        return watcher.awaitRevision(last, Side.PATIENCE);
    }

    /** {@link KnownDifference#DELETION_AT_COMPACTED_REVISION}: etcd may have left out such deletions, the gateway never. */
    private boolean isLossByCompaction(WatchLog their, WatchLog our, long id) {
        List<String> theirTold = Watched.told(theirs, their, id);
        List<String> ourTold = Watched.told(ours, our, id);
        return ourTold.containsAll(theirTold)
                && Watched.told(theirs, their, id, compactions).equals(Watched.told(ours, our, id, compactions))
                && KnownDifference.DELETION_AT_COMPACTED_REVISION.pass().isEmpty();
    }

    private Optional<Difference> compareWatchers() {
        for (int stream : new TreeSet<>(theirs.allWatches().keySet())) {
            WatchLog their = theirs.watches(stream);
            WatchLog our = ours.watches(stream);
            long[] ids = LongStream.concat(
                            their.all().stream().mapToLong(WatchResponse::getWatchId),
                            our.all().stream().mapToLong(WatchResponse::getWatchId))
                    .distinct()
                    .sorted()
                    .toArray();
            for (long id : ids) {
                String place = "what stream " + stream + " was told as watcher " + id;
                WatchLog.awaitUntil(
                        () -> Watched.told(theirs, their, id).equals(Watched.told(ours, our, id)), Side.PATIENCE);
                List<String> theirTold = Watched.told(theirs, their, id);
                List<String> ourTold = Watched.told(ours, our, id);
                if (!theirTold.equals(ourTold) && !isLossByCompaction(their, our, id)) {
                    return Optional.of(Difference.ofLists(place, theirTold, ourTold));
                }
                Optional<String> unlawful = Watched.unlawful(our, id);
                if (unlawful.isPresent()) {
                    return Optional.of(new Difference(place, "in order", unlawful.get()));
                }
            }
        }
        return Optional.empty();
    }
}

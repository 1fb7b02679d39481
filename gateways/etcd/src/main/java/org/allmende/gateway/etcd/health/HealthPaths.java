package org.allmende.gateway.etcd.health;

import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.allmende.coordination.Alarm;
import org.allmende.coordination.KeyRange;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.gateway.etcd.Answering;
import org.allmende.gateway.etcd.EtcdError;
import org.allmende.gateway.etcd.cluster.Alarms;
import org.allmende.gateway.etcd.http.Endpoint;
import org.allmende.gateway.etcd.http.Reply;
import org.allmende.gateway.etcd.http.Request;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.gateway.etcd.store.Standing;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.etcd.store.UnavailableException;

/**
 * What etcd 3.5 answers at {@code /health}, {@code /livez} and {@code /readyz}: whether there is an alarm, whether keys
 * can be read, and unless it is asked for this member alone, whether the network orders. A network that survives no loss
 * says so as the reason, which etcd leaves empty.
 *
 * @see <a href="https://github.com/etcd-io/etcd/blob/release-3.5/server/etcdserver/api/etcdhttp/health.go">etcd's</a>
 */
public final class HealthPaths {
    private static final RangeRequest ANY_KEY = RangeRequest.of(KeyRange.ALL.key(), KeyRange.ALL.rangeEnd())
            .withLimit(1)
            .withKeysOnly();

    private final Store store;
    private final Map<String, List<Check>> probes = Map.of(
            "/livez", List.of(new Check("serializable_read", () -> read(false))),
            "/readyz",
                    List.of(
                            // A node that differs from the others stops by itself; but somebody may have raised it.
                            new Check("data_corruption", this::corruption),
                            new Check("serializable_read", () -> read(false)),
                            new Check("linearizable_read", () -> read(true))));
    private final LongAdder successes = new LongAdder();
    private final LongAdder failures = new LongAdder();

    public HealthPaths(Store store) {
        this.store = store;
    }

    private record Check(String name, Checking checking) {}

    /** Finds out what is wrong, if something is. May wait. */
    @FunctionalInterface
    private interface Checking {
        Optional<String> fault();
    }

    /** Times that {@code /health} said yes, and below, no. */
    public long successes() {
        return successes.sum();
    }

    public long failures() {
        return failures.sum();
    }

    /** Empty: none of these paths. */
    public Optional<Endpoint> endpoint(Request request) {
        String path = request.path();
        Optional<Answer> answer = answering(path);
        return answer.map(found -> request.method().equals("GET")
                ? whole(found)
                : Endpoint.fixed(Reply.error(405, "Method Not Allowed").with("Allow", "GET")));
    }

    @FunctionalInterface
    private interface Answer {
        Reply to(Request request);
    }

    private static Endpoint whole(Answer answering) {
        return new Endpoint.Whole((request, _, answer) -> {
            answer.accept(answering.to(request));
            return () -> {};
        });
    }

    private Optional<Answer> answering(String path) {
        if (path.equals("/health")) {
            return Optional.of(this::health);
        }
        for (Map.Entry<String, List<Check>> probe : probes.entrySet()) {
            if (path.equals(probe.getKey())) {
                return Optional.of(request -> probe(request, without(probe.getValue(), request.parameters("exclude"))));
            }
            for (Check check : probe.getValue()) {
                if (path.equals(probe.getKey() + "/" + check.name())) {
                    return Optional.of(request -> probe(request, List.of(check)));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> corruption() {
        return alarms().stream().anyMatch(alarm -> alarm.kind() == Alarm.Kind.CORRUPT)
                ? Optional.of("alarm activated: " + Alarms.name(Alarm.Kind.CORRUPT))
                : Optional.empty();
    }

    /** Those this gateway knows of. */
    private List<Alarm> alarms() {
        try {
            return Alarms.of(store.local());
        } catch (UnavailableException e) {
            return List.of(); // what is asked for besides will tell so
        }
    }

    /** etcd asks for alarms first, whichever kind of health is asked for. */
    private Reply health(Request request) {
        List<String> excluded = request.parameters("exclude");
        Optional<String> alarm = alarms().stream()
                .filter(each -> !excluded.contains(Alarms.name(each.kind())))
                .findFirst()
                .map(HealthPaths::alarmError);
        return alarm.isPresent() ? health(alarm) : healthWithoutAlarms(request);
    }

    private static String alarmError(Alarm alarm) {
        return "ALARM " + (alarm.kind() == Alarm.Kind.NONE ? "UNKNOWN" : Alarms.name(alarm.kind()));
    }

    private Reply healthWithoutAlarms(Request request) {
        boolean serializable = request.parameters("serializable").stream().limit(1).anyMatch("true"::equals);
        return health(serializable ? read(false).map(HealthPaths::rangeError) : networkFault());
    }

    private Reply health(Optional<String> fault) {
        if (fault.isPresent()) {
            failures.increment();
            return Reply.error(503, "{\"health\":\"false\",\"reason\":\"" + escaped(fault.get()) + "\"}");
        }
        successes.increment();
        String caution = Loss.warning(store.members()).orElse("");
        return Reply.of(200, Reply.TEXT, "{\"health\":\"true\",\"reason\":\"" + escaped(caution) + "\"}");
    }

    private Optional<String> networkFault() {
        Standing standing = store.standing();
        return standing.ordering()
                ? read(true).map(HealthPaths::rangeError)
                : Optional.of("RAFT NO LEADER: " + standing.why());
    }

    private static String rangeError(String fault) {
        return "RANGE ERROR:" + fault;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
    }

    private Optional<String> read(boolean linearizable) {
        try {
            Reading reading = linearizable ? store.linearizable() : store.local();
            return switch (reading.range(ANY_KEY)) {
                case RangeAnswer.Found _ -> Optional.empty();
                case RangeAnswer.Refused refused -> Optional.of(text(EtcdError.of(refused.reason()).getStatus()));
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(EtcdError.STOPPED.text());
        } catch (RuntimeException e) {
            return Optional.of(text(Answering.error(e).getStatus()));
        }
    }

    private static String text(Status status) {
        return String.valueOf(status.getDescription());
    }

    private static List<Check> without(List<Check> checks, List<String> excluded) {
        return checks.stream().filter(check -> !excluded.contains(check.name())).toList();
    }

    private static Reply probe(Request request, List<Check> checks) {
        StringBuilder details = new StringBuilder();
        boolean well = true;
        for (Check check : checks) {
            Optional<String> fault = check.checking().fault();
            well &= fault.isEmpty();
            details.append(fault.isEmpty() ? "[+]" : "[-]")
                    .append(check.name())
                    .append(fault.map(text -> " failed: " + text).orElse(" ok"))
                    .append('\n');
        }
        if (!well) {
            return Reply.error(503, details.toString());
        }
        boolean verbose = request.query().containsKey("verbose");
        return Reply.of(200, Reply.TEXT, (verbose ? details : "") + "ok\n").with("X-Content-Type-Options", "nosniff");
    }
}

package org.allmende.coordination;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.allmende.coordination.CoordinationOperation.AllowWriter;
import org.allmende.coordination.CoordinationOperation.ChangeAlarm;
import org.allmende.coordination.CoordinationOperation.CreateKeyspace;
import org.allmende.coordination.CoordinationOperation.DisallowWriter;
import org.allmende.coordination.CoordinationOperation.GrantLease;
import org.allmende.coordination.CoordinationOperation.ReportNoSpace;
import org.allmende.coordination.CoordinationOperation.SetQuota;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.allmende.simulation.SimulatedNetwork;
import org.allmende.simulation.Workload;

/** What a {@link CoordinationWorkload} does and, among it, what hardly anybody asks for: past some limit each time. */
final class RareRequests implements Workload {
    private static final AccountId OPERATOR = CoordinationWorkload.account(SimulatedNetwork.OPERATOR);
    private static final AccountId NOBODY = CoordinationWorkload.account(SimulatedNetwork.secret("nobody"));

    private final CoordinationWorkload otherwise = new CoordinationWorkload();

    @Override
    public void act(SimulatedNetwork network, Seed seed) {
        switch (seed.between(1, 10)) {
            case 1 -> network.clients().submit(SimulatedNetwork.OWNER, wrongRequests());
            case 2 -> network.clients().submit(SimulatedNetwork.OWNER, tooManyKeyspaces());
            case 3 -> network.clients().submit(SimulatedNetwork.OWNER, tooManyWriters());
            case 4 -> network.clients().submit(SimulatedNetwork.OWNER, deleteTooLargeKey());
            case 5 -> network.clients().submit(SimulatedNetwork.OWNER, ofSpace(seed));
            default -> otherwise.act(network, seed);
        }
    }

    private static Group[] wrongRequests() {
        Compare compare = Words.compare("a", Compare.Relation.EQUAL, new Compare.Expected.Version(1));
        List<Compare> tooMany = Collections.nCopies(CoordinationLimits.TXN_OPERATIONS_MAX + 1, compare);
        return new Group[] {
            put(Words.b("a"), true, false, 0),
            put(Words.b("a"), false, true, 7),
            put(Words.b("never there"), false, true, 0),
            put(Words.b("a"), false, false, 7),
            Group.of(Words.operation(SimulatedNetwork.KEYSPACE, new TxnRequest(tooMany, List.of(), List.of()))),
            Group.of(new AllowWriter(SimulatedNetwork.KEYSPACE, NOBODY, Bytes.EMPTY)),
            Group.of(new GrantLease(SimulatedNetwork.KEYSPACE, 0, 5, Bytes.EMPTY)),
            Group.of(new GrantLease(
                    SimulatedNetwork.KEYSPACE, 9, CoordinationLimits.LEASE_SECONDS_MAX + 1, Bytes.EMPTY)),
            Group.of(
                    Words.operation(SimulatedNetwork.KEYSPACE, PutRequest.of(Words.b("a"), Words.b("value"))),
                    Words.operation("other", PutRequest.of(Words.b("a"), Words.b("value"))))
        };
    }

    /** Now and then there is little room, or an alarm; in the end mostly neither. */
    private static Group[] ofSpace(Seed seed) {
        String keyspace = SimulatedNetwork.KEYSPACE;
        Alarm corrupt = new Alarm(Alarm.Kind.CORRUPT, 7);
        boolean last = !seed.oneIn(3);
        return new Group[] {
            Group.of(new SetQuota(keyspace, seed.between(1, 3) * 2_000L)),
            put(Words.b("a"), seed.oneIn(2), false, 0),
            Group.of(new ReportNoSpace(keyspace, 7, Bytes.EMPTY)),
            put(Words.b("a"), false, false, 0),
            Group.of(new ChangeAlarm(keyspace, new Alarm(Alarm.Kind.NO_SPACE, seed.between(7, 8)), false)),
            Group.of(new ChangeAlarm(keyspace, corrupt, seed.oneIn(2))),
            put(Words.b("b"), false, false, 0),
            Group.of(new ChangeAlarm(keyspace, corrupt, !last)),
            Group.of(new ChangeAlarm(keyspace, new Alarm(Alarm.Kind.NO_SPACE, 7), !last)),
            Group.of(new SetQuota(keyspace, last ? 0 : seed.between(1, 9) * 1_000L)),
            Group.of(new ReportNoSpace(keyspace, 7, Bytes.EMPTY))
        };
    }

    private static Group put(Bytes key, boolean ignoreValue, boolean ignoreLease, long lease) {
        PutRequest request = new PutRequest(key, Words.b("value"), lease, false, ignoreValue, ignoreLease);
        return Group.of(Words.operation(SimulatedNetwork.KEYSPACE, request));
    }

    /** No key of so many bytes can be put down in a request to put it; as a bound it could be. */
    private static Group deleteTooLargeKey() {
        byte[] key = new byte[CoordinationLimits.KEY_BYTES_MAX + 1];
        Arrays.fill(key, (byte) 'k');
        DeleteRangeRequest request = new DeleteRangeRequest(Bytes.wrap(key), Bytes.EMPTY, false);
        return Group.of(Words.operation(SimulatedNetwork.KEYSPACE, request));
    }

    private static Group[] tooManyKeyspaces() {
        return each(CoordinationLimits.KEYSPACES_PER_OWNER_MAX, i -> new CreateKeyspace("keyspace-" + i));
    }

    /** And one of them, which may write by then, no more. */
    private static Group[] tooManyWriters() {
        int last = CoordinationLimits.WRITER_PREFIXES_MAX + 1;
        return each(
                last + 1,
                i -> i < last
                        ? new AllowWriter(SimulatedNetwork.KEYSPACE, OPERATOR, Words.b("part " + i))
                        : new DisallowWriter(SimulatedNetwork.KEYSPACE, OPERATOR, Words.b("part 0")));
    }

    private static Group[] each(int count, IntFunction<Operation> operation) {
        return IntStream.range(0, count).mapToObj(operation).map(Group::of).toArray(Group[]::new);
    }
}

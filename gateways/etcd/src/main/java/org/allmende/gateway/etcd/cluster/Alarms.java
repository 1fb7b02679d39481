package org.allmende.gateway.etcd.cluster;

import io.grpc.Status;
import java.util.List;
import org.allmende.coordination.Alarm;
import org.allmende.coordination.SpaceAnswer;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.gateway.etcd.store.Reading;

/** Alarms in etcd's words. */
public final class Alarms {
    private Alarms() {}

    /** All of a keyspace. */
    public static List<Alarm> of(Reading reading) {
        return reading.space() instanceof SpaceAnswer.Found found ? found.alarms() : List.of();
    }

    /** What etcd calls a kind. */
    public static String name(Alarm.Kind kind) {
        return type(kind).name();
    }

    /** As etcd writes one into its status. */
    static String text(Alarm alarm) {
        String member = alarm.member() == 0 ? "" : "memberID:" + Long.toUnsignedString(alarm.member()) + " ";
        return member + (alarm.kind() == Alarm.Kind.NONE ? "" : "alarm:" + name(alarm.kind()) + " ");
    }

    static Rpc.AlarmMember member(Alarm alarm) {
        return Rpc.AlarmMember.newBuilder()
                .setMemberID(alarm.member())
                .setAlarm(type(alarm.kind()))
                .build();
    }

    private static Rpc.AlarmType type(Alarm.Kind kind) {
        return switch (kind) {
            case NONE -> Rpc.AlarmType.NONE;
            case NO_SPACE -> Rpc.AlarmType.NOSPACE;
            case CORRUPT -> Rpc.AlarmType.CORRUPT;
        };
    }

    /** @throws io.grpc.StatusRuntimeException when there is no such kind */
    static Alarm.Kind kind(Rpc.AlarmType type) {
        return switch (type) {
            case NONE -> Alarm.Kind.NONE;
            case NOSPACE -> Alarm.Kind.NO_SPACE;
            case CORRUPT -> Alarm.Kind.CORRUPT;
            case UNRECOGNIZED ->
                throw Status.INVALID_ARGUMENT
                        .withDescription("etcdserver: an alarm is NONE, NOSPACE or CORRUPT; name one of these")
                        .asRuntimeException();
        };
    }
}

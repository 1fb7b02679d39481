package org.allmende.gateway.etcd.snapshot;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.regex.Pattern;
import org.allmende.etcd.protocol.Authpb;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.ledger.encoding.Bytes;

/** The buckets of an etcd, and how their entries are written that are no records of ours. */
final class Buckets {
    static final Bytes ALARM = Bytes.utf8("alarm");
    static final Bytes AUTH = Bytes.utf8("auth");
    static final Bytes AUTH_ROLES = Bytes.utf8("authRoles");
    static final Bytes AUTH_USERS = Bytes.utf8("authUsers");
    static final Bytes CLUSTER = Bytes.utf8("cluster");
    static final Bytes KEY = Bytes.utf8("key");
    static final Bytes LEASE = Bytes.utf8("lease");
    static final Bytes MEMBERS = Bytes.utf8("members");
    static final Bytes MEMBERS_REMOVED = Bytes.utf8("members_removed");
    static final Bytes META = Bytes.utf8("meta");

    /** Entries of {@link #AUTH}, {@link #CLUSTER} and {@link #META}. */
    static final Bytes AUTH_ENABLED = Bytes.utf8("authEnabled");

    static final Bytes AUTH_REVISION = Bytes.utf8("authRevision");
    static final Bytes CLUSTER_VERSION = Bytes.utf8("clusterVersion");
    static final Bytes APPLIED_INDEX = Bytes.utf8("consistent_index");
    static final Bytes COMPACTION_BEGUN = Bytes.utf8("scheduledCompactRev");
    static final Bytes COMPACTION_ENDED = Bytes.utf8("finishedCompactRev");

    private static final Set<Bytes> KNOWN = Set.of(
            ALARM, AUTH, AUTH_ROLES, AUTH_USERS, CLUSTER, KEY, LEASE, MEMBERS, MEMBERS_REMOVED, META);

    private static final Set<Bytes> SINGLE = Set.of(
            AUTH_ENABLED, AUTH_REVISION, CLUSTER_VERSION, APPLIED_INDEX, COMPACTION_BEGUN, COMPACTION_ENDED);

    private static final Pattern MEMBER_ID = Pattern.compile("0|[1-9a-f][0-9a-f]{0,15}");

    private Buckets() {}

    /** Whether an entry stands for itself, and is none of many. */
    static boolean isSingle(Bytes key) {
        return SINGLE.contains(key);
    }

    static boolean isKnown(Bytes bucket) {
        return KNOWN.contains(bucket);
    }

    static Authpb.User decodeUser(BoltEntry entry) throws InvalidProtocolBufferException {
        Authpb.User user = Authpb.User.parseFrom(entry.value().unsafeArray());
        checkName(entry.key(), user.getName());
        return user;
    }

    static BoltEntry encode(Authpb.User user) {
        return new BoltEntry(bytes(user.getName()), Bytes.wrap(user.toByteArray()));
    }

    static Authpb.Role decodeRole(BoltEntry entry) throws InvalidProtocolBufferException {
        Authpb.Role role = Authpb.Role.parseFrom(entry.value().unsafeArray());
        checkName(entry.key(), role.getName());
        return role;
    }

    static BoltEntry encode(Authpb.Role role) {
        return new BoltEntry(bytes(role.getName()), Bytes.wrap(role.toByteArray()));
    }

    private static void checkName(Bytes key, ByteString name) {
        if (!bytes(name).equals(key)) {
            throw new IllegalArgumentException("what is at " + key + " says its name is " + bytes(name));
        }
    }

    static Rpc.AlarmMember decodeAlarm(BoltEntry entry) throws InvalidProtocolBufferException {
        Rpc.AlarmMember alarm = Rpc.AlarmMember.parseFrom(entry.key().unsafeArray());
        if (!encode(alarm).key().equals(entry.key())) {
            throw new IllegalArgumentException("no alarm is written as " + entry.key());
        }
        return alarm;
    }

    static BoltEntry encode(Rpc.AlarmMember alarm) {
        return new BoltEntry(Bytes.wrap(alarm.toByteArray()), Bytes.EMPTY);
    }

    /** A member is JSON, with names as in its protobuf message but for the id, which is the key too. */
    static Rpc.Member decodeMember(BoltEntry entry) throws InvalidProtocolBufferException {
        String id = entry.key().toText();
        if (!MEMBER_ID.matcher(id).matches()) {
            throw new IllegalArgumentException("no member has its id written as " + entry.key());
        }
        Rpc.Member.Builder member = Rpc.Member.newBuilder();
        JsonFormat.parser().ignoringUnknownFields().merge(entry.value().toText(), member);
        return member.setID(Long.parseUnsignedLong(id, 16)).build();
    }

    static BoltEntry encode(Rpc.Member member) throws InvalidProtocolBufferException {
        String named = JsonFormat.printer()
                .omittingInsignificantWhitespace()
                .print(member.toBuilder().clearID().build());
        String id = "\"id\":" + Long.toUnsignedString(member.getID());
        String json = named.equals("{}") ? "{" + id + "}" : "{" + id + "," + named.substring(1);
        return new BoltEntry(Bytes.utf8(Long.toHexString(member.getID())), Bytes.utf8(json));
    }

    static Bytes bytes(ByteString string) {
        return Bytes.wrap(string.toByteArray());
    }

    static Bytes bigEndian(long number) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    /** @throws IllegalArgumentException when it is not of eight bytes */
    static long bigEndian(Bytes number) {
        if (number.length() != Long.BYTES) {
            throw new IllegalArgumentException("no number is written as " + number);
        }
        return ByteBuffer.wrap(number.unsafeArray()).getLong();
    }
}

package org.allmende.coordination;

import java.util.List;
import java.util.Optional;
import org.allmende.ledger.encoding.Bytes;

/** Users and roles of a keyspace, as of one height, however often it is asked. Any thread. */
public interface AuthReading {
    /** The name of the user and of the role that may do everything. */
    String ROOT = "root";

    /** Whether users are asked for. */
    boolean enabled();

    /** Counts changes from 1 on, as etcd does. */
    long revision();

    /** The revision at which users came to be asked for, as long as they are; 0: they are not. What was shown before counts no more. */
    long enabledAt();

    Optional<AuthUser> user(String name);

    Optional<AuthRole> role(String name);

    /** The names of all users, ascending. */
    List<String> users();

    /** The names of all roles, ascending. */
    List<String> roles();

    /** What bcrypt made of a user's password; none where there is none, or where this reading does not know it. */
    Optional<Bytes> passwordHash(String user);
}

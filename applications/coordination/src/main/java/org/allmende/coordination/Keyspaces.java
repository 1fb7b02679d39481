package org.allmende.coordination;

import static org.allmende.ledger.Outcome.applied;
import static org.allmende.ledger.Outcome.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.allmende.coordination.CoordinationOperation.AllowWriter;
import org.allmende.coordination.CoordinationOperation.CreateKeyspace;
import org.allmende.coordination.CoordinationOperation.DisallowWriter;
import org.allmende.coordination.CoordinationTables.Keyspace;
import org.allmende.coordination.CoordinationTables.KeyspaceName;
import org.allmende.coordination.CoordinationTables.Writer;
import org.allmende.coordination.CoordinationTables.WriterKey;
import org.allmende.ledger.Context;
import org.allmende.ledger.Limits;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.table.TableView;
import org.allmende.ledger.table.View;

/** Which keyspaces there are, whose they are, and whom their owners let write. */
final class Keyspaces {
    private static final AccountId FIRST_ACCOUNT = new AccountId(Bytes.wrap(new byte[32]));

    private final Table<KeyspaceName, Keyspace> keyspaces;
    private final Table<WriterKey, Writer> writers;

    Keyspaces(CoordinationTables tables) {
        keyspaces = tables.keyspaces;
        writers = tables.writers;
    }

    Optional<Keyspace> find(String name) {
        return find(keyspaces, name);
    }

    Optional<Keyspace> find(View view, String name) {
        return find(view.of(keyspaces), name);
    }

    /** What could not be a name is not looked for: no row's key could hold it. */
    private static Optional<Keyspace> find(TableView<KeyspaceName, Keyspace> keyspaces, String name) {
        boolean couldBe = name.length() <= Limits.NAME_BYTES_MAX && name.chars().allMatch(c -> c < 0x80);
        return couldBe ? keyspaces.get(new KeyspaceName(name)) : Optional.empty();
    }

    /** What it comes to where there is a keyspace of this name. */
    Outcome with(String name, Function<Keyspace, Outcome> work) {
        return find(name).map(work).orElseGet(() -> refused(CoordinationReason.KEYSPACE_NOT_FOUND));
    }

    void put(String name, Keyspace keyspace) {
        keyspaces.put(new KeyspaceName(name), keyspace);
    }

    Permission permission(String name, Keyspace keyspace, Context context) {
        return Permission.of(context, name, keyspace, writers);
    }

    /**
     * What genesis brings. A keyspace that there is already, in a network that starts from a checkpoint, stays as it is,
     * its owner too.
     *
     * @throws IllegalStateException when there are as many as there may be
     */
    void begin(String name, AccountId owner) {
        if (find(name).isPresent()) {
            return;
        }
        if (keyspaces.size() >= CoordinationLimits.KEYSPACES_MAX) {
            throw new IllegalStateException("there is no room for keyspace '" + name + "' of the genesis beside the "
                    + keyspaces.size() + " of the checkpoint: make a genesis without it");
        }
        add(name, owner);
    }

    /** Keyspaces are never removed, so their number is that of the next one. */
    private void add(String name, AccountId owner) {
        put(name, Keyspace.fresh((int) keyspaces.size() + 1, owner));
    }

    Outcome create(CreateKeyspace create, Context context) {
        if (find(create.keyspace()).isPresent()) {
            return refused(CoordinationReason.KEYSPACE_EXISTS);
        }
        if (keyspaces.size() >= CoordinationLimits.KEYSPACES_MAX
                || ownedBy(context.caller()) >= CoordinationLimits.KEYSPACES_PER_OWNER_MAX) {
            return refused(CoordinationReason.TOO_MANY_KEYSPACES);
        }
        if (!context.own(context.caller(), 1)) {
            return refused(CoordinationReason.OVER_QUOTA);
        }
        add(create.keyspace(), context.caller());
        context.emit(new CoordinationEvent.KeyspaceCreated(create.keyspace(), context.caller()));
        return applied(new CoordinationResult.Created(1));
    }

    private int ownedBy(AccountId account) {
        int[] owned = {0};
        keyspaces.ascend(null, null, (name, keyspace) -> {
            owned[0] += keyspace.owner().equals(account) ? 1 : 0;
            return true;
        });
        return owned[0];
    }

    Outcome allow(AllowWriter allow, Context context) {
        Optional<Keyspace> found = find(allow.keyspace());
        if (found.isEmpty()) {
            return refused(CoordinationReason.KEYSPACE_NOT_FOUND);
        }
        Keyspace keyspace = found.get();
        if (!permission(allow.keyspace(), keyspace, context).owns()) {
            return refused(CoordinationReason.NOT_ALLOWED);
        }
        if (!context.isOpen(allow.account())) {
            return refused(CoordinationReason.ACCOUNT_NOT_OPEN);
        }
        WriterKey key = new WriterKey(keyspace.number(), allow.account(), allow.prefix());
        if (writers.get(key).isEmpty()) {
            List<KeyspaceAnswer.Writer> named = named(writers, keyspace);
            long ofAccount = named.stream()
                    .filter(writer -> writer.account().equals(allow.account()))
                    .count();
            if (named.size() >= CoordinationLimits.WRITERS_MAX
                    || ofAccount >= CoordinationLimits.WRITER_PREFIXES_MAX) {
                return refused(CoordinationReason.TOO_MANY_WRITERS);
            }
            writers.put(key, new Writer(context.height()));
            context.emit(new CoordinationEvent.WriterAllowed(allow.keyspace(), allow.account(), allow.prefix()));
        }
        return applied(new CoordinationResult.Done(keyspace.revision()));
    }

    Outcome disallow(DisallowWriter disallow, Context context) {
        Optional<Keyspace> found = find(disallow.keyspace());
        if (found.isEmpty()) {
            return refused(CoordinationReason.KEYSPACE_NOT_FOUND);
        }
        Keyspace keyspace = found.get();
        if (!permission(disallow.keyspace(), keyspace, context).owns()) {
            return refused(CoordinationReason.NOT_ALLOWED);
        }
        WriterKey key = new WriterKey(keyspace.number(), disallow.account(), disallow.prefix());
        if (writers.get(key).isEmpty()) {
            return refused(CoordinationReason.WRITER_NOT_FOUND);
        }
        writers.remove(key);
        context.emit(
                new CoordinationEvent.WriterDisallowed(disallow.keyspace(), disallow.account(), disallow.prefix()));
        return applied(new CoordinationResult.Done(keyspace.revision()));
    }

    private static List<KeyspaceAnswer.Writer> named(TableView<WriterKey, Writer> writers, Keyspace keyspace) {
        List<KeyspaceAnswer.Writer> named = new ArrayList<>();
        WriterKey from = new WriterKey(keyspace.number(), FIRST_ACCOUNT, Bytes.EMPTY);
        WriterKey to = new WriterKey(keyspace.number() + 1, FIRST_ACCOUNT, Bytes.EMPTY);
        writers.ascend(from, to, (key, writer) -> named.add(new KeyspaceAnswer.Writer(key.account(), key.prefix())));
        return named;
    }

    KeyspacesAnswer answer(View view) {
        List<KeyspaceInfo> infos = new ArrayList<>();
        view.of(keyspaces).ascend(null, null, (key, keyspace) -> infos.add(info(key.name(), keyspace)));
        return new KeyspacesAnswer(view.height(), infos);
    }

    KeyspaceAnswer answer(View view, String name) {
        return find(view, name)
                .<KeyspaceAnswer>map(keyspace -> new KeyspaceAnswer.Found(
                        view.height(), info(name, keyspace), named(view.of(writers), keyspace)))
                .orElseGet(() -> new KeyspaceAnswer.NotFound(view.height()));
    }

    private static KeyspaceInfo info(String name, Keyspace keyspace) {
        return new KeyspaceInfo(name, keyspace.owner(), keyspace.revision(), keyspace.compacted());
    }
}

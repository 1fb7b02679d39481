package org.allmende.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.cli.Where.Target;
import org.allmende.client.Keys;
import org.allmende.ledger.account.AccountId;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which network a verb means, who signs, and for which account. */
final class Signing {
    @Mixin
    private Where where = new Where();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Sign with this key; several times for an account that takes several (default: as the verb"
                    + " says, a key in the network's folder).")
    private List<Path> keys = List.of();

    @Option(
            names = "--account",
            paramLabel = "ID",
            description = "Sign for this account (default: the one that was opened with the first key).")
    private @Nullable String account;

    Target find() throws Refusal, IOException, InterruptedException {
        return where.find();
    }

    Where.Named named() throws Refusal {
        return where.named();
    }

    /** The owner's key unless others are named. */
    Keys owner(Target target) throws Refusal {
        return owner(target.folder());
    }

    Keys owner(Optional<NetworkFolder> folder) throws Refusal {
        return keys(folder.map(NetworkFolder::ownerKey));
    }

    /** The key of the first node's operator unless others are named. */
    Keys operator(Target target) throws Refusal {
        String first = target.genesis().nodes().getFirst().name();
        return keys(target.folder().map(folder -> folder.operatorKey(first)));
    }

    private Keys keys(Optional<Path> standard) throws Refusal {
        List<Keys> all = new ArrayList<>();
        for (Path file : keys) {
            all.add(Where.keys(file));
        }
        if (all.isEmpty()) {
            all.add(Where.keys(standard.orElseThrow(() -> new Refusal(
                    "this is signed, and --nodes brings no key", "name the file of one with --key FILE"))));
        }
        Keys first = account == null ? all.getFirst() : all.getFirst().actingAs(id(account));
        return first.together(all.subList(1, all.size()));
    }

    /** @throws Refusal when it is no account id */
    static AccountId id(String text) throws Refusal {
        try {
            return AccountId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    "'" + text + "' is no account id: it has 64 hexadecimal digits",
                    "take it from 'account open', or from 'account show'",
                    e);
        }
    }
}

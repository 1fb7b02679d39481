package org.allmende.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.client.Keys;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "give",
        header = "Let another account act for the signing one, within a scope, a limit and a time.",
        description = {
            "",
            "Again for the same scope: the new limit and end hold. 'delegation list' lists what is in force.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende delegation give ACCOUNT-ID --keyspace default --prefix jobs/ --for 8h",
            "  allmende delegation give ACCOUNT-ID --token HOURS --limit 10 --for 30d",
        })
final class DelegationGive implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Signing signing = new Signing();

    @Mixin
    private DelegationScope scope = new DelegationScope();

    @Parameters(paramLabel = "TO", description = "The id of the account that may act.")
    private String to = "";

    @Option(
            names = "--limit",
            paramLabel = "AMOUNT",
            description = "How much in all: of a token that amount, of keys so many writes, with --application in"
                    + " units of its own (default: no limit).")
    private @Nullable String limit;

    @Option(names = "--for", paramLabel = "TIME", required = true, description = "How long: 90s, 15m, 8h or 30d.")
    private String time = "";

    DelegationGive(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Duration length = length(time);
        Target target = signing.find();
        Keys keys = signing.owner(target);
        Scope within = scope.scope(keys);
        long until;
        Optional<Uint256> most;
        try (NetworkClient client = target.client()) {
            until = client.agreedTimeMillis() + length.toMillis();
            most = most(client, keys);
        }
        Signed.Done done = Signed.submit(
                screen, target, keys, new LedgerOperation.Delegate(Signing.id(to), within, most, until));
        screen.answer("OK");
        screen.tell("at height " + done.height() + ", until " + until + " ms of agreed time");
        return Exit.OK;
    }

    private Optional<Uint256> most(NetworkClient client, Keys keys) throws Refusal, IOException, InterruptedException {
        if (limit == null) {
            return Optional.empty();
        }
        int decimals = scope.isToken()
                ? TokenName.find(client, scope.token(), keys.account()).token().decimals()
                : 0;
        return Optional.of(Amounts.parse(limit, decimals));
    }

    private static Duration length(String text) throws Refusal {
        if (!text.matches("[1-9][0-9]{0,8}[smhd]")) {
            throw new Refusal("'" + text + "' is no time", "write it as 90s, 15m, 8h or 30d");
        }
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}

package org.allmende.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import org.allmende.coordination.Coordination;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.checkpoint.Checkpoints;
import org.allmende.ledger.token.Tokens;
import org.allmende.node.Refusal;

/** How people name an application: as nodes do, or by its number, since a network may have others than this command. */
final class ApplicationName {
    private static final Map<String, Integer> NUMBERS = new LinkedHashMap<>();

    static {
        NUMBERS.put("ledger", Accounts.TAG);
        NUMBERS.put("coordination", Coordination.TAG);
        NUMBERS.put("tokens", Tokens.TAG);
        NUMBERS.put("checkpoints", Checkpoints.TAG);
    }

    private ApplicationName() {}

    static String of(int number) {
        return NUMBERS.entrySet().stream()
                .filter(known -> known.getValue() == number)
                .map(Entry::getKey)
                .findFirst()
                .orElse(Integer.toString(number));
    }

    static int number(String name) throws Refusal {
        Integer known = NUMBERS.get(name);
        if (known != null) {
            return known;
        }
        if (!name.matches("[0-9]{1,3}") || Integer.parseInt(name) > 255) {
            throw new Refusal(
                    "there is no application '" + name + "'",
                    "name one of " + String.join(", ", NUMBERS.keySet()) + ", or its number, 0 to 255");
        }
        return Integer.parseInt(name);
    }
}

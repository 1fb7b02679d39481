package org.allmende.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allmende.ledger.account.LedgerReason;
import org.allmende.ledger.port.Admission;
import org.allmende.ledger.seeds.Search;
import org.allmende.ledger.token.TokenReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * Every way in which the ledger can refuse is met in some seed while everything else goes wrong, and judged by the
 * auditor's own idea of it. Nothing is left out: a simulation reaches all there are. Of checkpoints the same is held by
 * {@link CheckpointLawsTest}.
 */
class ReasonsTest {
    private static final Duration A_WHILE = Duration.ofSeconds(40);
    private static final int SEEDS_MAX = 80;

    /** Each operation with all it can come to. */
    private static final Set<String> OUTCOMES = Stream.of(
                    "Barrier applied",
                    "OpenAccount applied NO_RIGHT_TO_OPEN AUTHORITY_TOO_DEEP TOO_MANY_KEYS KEY_TWICE WEAK_KEY"
                            + " ACCOUNT_EXISTS OVER_OWN_QUOTA",
                    "ChangeAuthority applied AUTHORITY_TOO_DEEP TOO_MANY_KEYS KEY_TWICE WEAK_KEY",
                    "ChangeQuota applied ACCOUNT_UNKNOWN NOT_THE_OPENER OVER_OWN_QUOTA",
                    "Delegate applied ACCOUNT_UNKNOWN OWN_ACCOUNT NO_SUCH_APPLICATION RESOURCE_TOO_LONG"
                            + " END_HAS_PASSED END_TOO_FAR TOO_MANY_DELEGATIONS OVER_QUOTA",
                    "EndDelegation applied NO_SUCH_DELEGATION",
                    "EndDelegations applied",
                    "Create applied BAD_SYMBOL BAD_DECIMALS NO_AMOUNT TOKEN_EXISTS OVER_QUOTA",
                    "Mint applied NO_AMOUNT TOKEN_UNKNOWN ACCOUNT_UNKNOWN NOT_ALLOWED OVER_SUPPLY",
                    "Burn applied NO_AMOUNT TOKEN_UNKNOWN NOT_ALLOWED NOT_ENOUGH",
                    "Transfer applied NO_AMOUNT TOKEN_UNKNOWN ACCOUNT_UNKNOWN NOT_ALLOWED NOT_ENOUGH",
                    "ChangeIssuer applied TOKEN_UNKNOWN ACCOUNT_UNKNOWN NOT_ALLOWED",
                    "Add applied TWO_OWNERS NOT_ALLOWED TOO_MANY TOO_MUCH",
                    "EndAt applied TWO_OWNERS")
            .flatMap(line -> Stream.of(line.split(" ")).skip(1).map(outcome -> line.split(" ")[0] + " " + outcome))
            .collect(Collectors.toUnmodifiableSet());

    /** What a client may be told of a transaction it gives a node. */
    private static final Set<String> ADMISSIONS = Stream.concat(
                    Stream.of("ACCEPTED"), Arrays.stream(Admission.Reason.values()).map(Enum::name))
            .collect(Collectors.toUnmodifiableSet());

    @Test
    void whateverCanComeOfAnOperationDoesAndNothingElse(TestInfo test) {
        Set<String> outcomes = new TreeSet<>();
        Set<String> admissions = new TreeSet<>();
        Search.of(test, SEEDS_MAX)
                .until(
                        () -> outcomes.containsAll(OUTCOMES) && admissions.containsAll(ADMISSIONS),
                        seed -> {
                            SimulatedNetwork network = SimulatedNetwork.of(seed)
                                    .running(Tally::all, new TallyExpectation())
                                    .with(Faults.ALL)
                                    .start();
                            network.run(A_WHILE, new RareWishes());
                            network.heal();
                            outcomes.addAll(network.auditor().outcomes().keySet());
                            admissions.addAll(network.auditor().admissions().keySet());
                        },
                        () -> {
                            assertThat(outcomes).containsExactlyInAnyOrderElementsOf(OUTCOMES);
                            assertThat(admissions).containsExactlyInAnyOrderElementsOf(ADMISSIONS);
                        });
    }

    /** Or a reason that is new to the ledger would be met by nobody. */
    @Test
    void noReasonIsLeftOut() {
        assertThat(OUTCOMES.stream().map(each -> each.substring(each.indexOf(' ') + 1)).distinct())
                .contains(names(LedgerReason.values()))
                .contains(names(TokenReason.values()))
                .contains(names(Tally.Why.values()));
    }

    private static String[] names(Enum<?>[] reasons) {
        return Arrays.stream(reasons).map(Enum::name).toArray(String[]::new);
    }
}

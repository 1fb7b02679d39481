package org.allmende.ledger.roster;

import static org.allmende.ledger.encoding.Golden.numbers;
import static org.allmende.ledger.encoding.Golden.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Bench;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Golden;
import org.allmende.ledger.encoding.Golden.Row;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Governance;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.transaction.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations, events, results and answers about rosters beside their bytes, which must never change. */
class RosterGoldenTest {
    private static final Schema SCHEMA = new Bench().ledger.schema();
    private static final String A = "22".repeat(32);
    private static final String HASH = "33".repeat(32);
    private static final String KEY = "44".repeat(32);
    private static final String SIGNATURE = "55".repeat(64);
    private static final AccountId ACCOUNT = AccountId.parse(A);
    private static final NodeCard CARD = Council.card(1, 2);

    /** Of a card that has golden bytes of its own. */
    private static final String CARD_BYTES = SCHEMA.codec(NodeCard.class).encode(CARD).toHex();

    private static final String ONE = "01 00 00 00";
    private static final String SEVEN = "07 00 00 00 00 00 00 00";
    private static final String EIGHT = "08 00 00 00 00 00 00 00";
    private static final String ZERO = "00".repeat(8);

    private static final CardCheck CHECK = new CardCheck(7, "why", Bytes.hex(HASH));
    private static final String CHECK_BYTES = SEVEN + "03 00 00 00 77 68 79" + HASH;
    private static final Governance GOVERNANCE =
            new Governance(1_000, 1_001, 1_002, 500, new Governance.Share(3, 4));
    private static final String GOVERNANCE_BYTES = "e8 03 00 00 00 00 00 00 | e9 03 00 00 00 00 00 00"
            + "ea 03 00 00 00 00 00 00 | f4 01 00 00 00 00 00 00 | 03 00 00 00 | 04 00 00 00";

    private static final Proposal WEIGH =
            new Proposal.ChangeRoster(List.of(new RosterChange.Weigh(5, 7)), true);
    private static final String WEIGH_BYTES = "00" + ONE + "02 | 05 00 00 00" + SEVEN + "01";

    private static final Roster ROSTER = new Roster(7, List.of(new Member(1, CARD)));
    private static final String ROSTER_BYTES = SEVEN + ONE + ONE + CARD_BYTES;
    private static final Term TERM = new Term(ROSTER, 7, 8, 0, 7, 8);
    private static final String TERM_BYTES = ROSTER_BYTES + SEVEN + EIGHT + ZERO + SEVEN + EIGHT;
    private static final Motion MOTION = new Motion(
            ACCOUNT,
            WEIGH,
            "why",
            7,
            8,
            7,
            8,
            Governance.Share.TWO_THIRDS,
            List.of(new Motion.Voter(ACCOUNT, 7)),
            ProposalState.REJECTED,
            8);
    private static final String MOTION_BYTES = A + WEIGH_BYTES + "03 00 00 00 77 68 79" + SEVEN + EIGHT + SEVEN + EIGHT
            + "02 00 00 00 | 03 00 00 00" + ONE + A + SEVEN + "03" + EIGHT;

    static List<Row<?>> rows() {
        List<Row<?>> rows = new ArrayList<>(List.of(
                row(Proposal.class, WEIGH, WEIGH_BYTES),
                row(Proposal.class, new Proposal.ReplaceSilent(5, CARD), "01 | 05 00 00 00" + CARD_BYTES),
                row(
                        Proposal.class,
                        new Proposal.GiveAuthority(ACCOUNT, new Authority.OneKey(Bytes.hex(KEY))),
                        "02" + A + "00" + KEY),
                row(Proposal.class, new Proposal.Govern(GOVERNANCE), "03" + GOVERNANCE_BYTES),
                row(RosterChange.class, new RosterChange.Admit(CARD), "00" + CARD_BYTES),
                row(RosterChange.class, new RosterChange.Remove(5), "01 | 05 00 00 00"),
                row(RosterChange.class, new RosterChange.Weigh(5, 7), "02 | 05 00 00 00" + SEVEN),
                row(RosterChange.class, new RosterChange.Renew(5, CARD), "03 | 05 00 00 00" + CARD_BYTES),
                row(
                        RosterOperation.class,
                        new RosterOperation.Propose(WEIGH, "why", Optional.of(CHECK)),
                        "00" + WEIGH_BYTES + "03 00 00 00 77 68 79 | 01" + CHECK_BYTES),
                row(
                        RosterOperation.class,
                        new RosterOperation.Vote(7, true, Optional.empty()),
                        "01" + SEVEN + "01 | 00"),
                row(RosterOperation.class, new RosterOperation.Withdraw(7), "02" + SEVEN),
                row(
                        RosterOperation.class,
                        new RosterOperation.VouchForRoster(7, Bytes.hex(SIGNATURE)),
                        "03" + SEVEN + SIGNATURE),
                row(Operation.class, new RosterOperation.Withdraw(7), "04 | 02" + SEVEN)));
        rows.addAll(List.of(
                row(RosterEvent.class, new RosterEvent.Proposed(7, ACCOUNT, WEIGH), "00" + SEVEN + A + WEIGH_BYTES),
                row(
                        RosterEvent.class,
                        new RosterEvent.Voted(7, ACCOUNT, false, Optional.of(CHECK)),
                        "01" + SEVEN + A + "00 | 01" + CHECK_BYTES),
                row(RosterEvent.class, new RosterEvent.Decided(7, ProposalState.LAPSED), "02" + SEVEN + "04"),
                row(RosterEvent.class, new RosterEvent.Announced(7, 8), "03" + SEVEN + EIGHT),
                row(RosterEvent.class, new RosterEvent.InForce(7), "04" + SEVEN),
                row(RosterResult.class, new RosterResult.Proposed(7), "00" + SEVEN),
                row(RosterResult.class, new RosterResult.Counted(), "01"),
                row(new RosterStatement(new NetworkId(Bytes.hex(HASH)), ROSTER), HASH + ROSTER_BYTES),
                row(
                        new RosterAnswer(
                                TERM,
                                Optional.of(TERM),
                                List.of(new RosterAnswer.Presence(1, new Heard(7, true))),
                                GOVERNANCE),
                        TERM_BYTES + "01" + TERM_BYTES + ONE + ONE + SEVEN + "01" + GOVERNANCE_BYTES),
                row(
                        new RosterLink(ROSTER, List.of(new RosterVouch(1, Bytes.hex(SIGNATURE)))),
                        ROSTER_BYTES + ONE + ONE + SIGNATURE),
                row(
                        new ProposalAnswer(
                                7,
                                MOTION,
                                List.of(new ProposalAnswer.Said(
                                        ACCOUNT, new Motion.Ballot(true, Optional.of(CHECK), 8)))),
                        SEVEN + MOTION_BYTES + ONE + A + "01 | 01" + CHECK_BYTES + EIGHT)));
        rows.addAll(numbers(
                ProposalState.class,
                "OPEN",
                "PASSED",
                "CARRIED_OUT",
                "REJECTED",
                "LAPSED",
                "WITHDRAWN",
                "OVERTAKEN"));
        return rows;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isWrittenAsTheseBytesForGood(Row<?> row) {
        row.check(SCHEMA);
    }

    @Test
    void everyCaseHasItsBytesWrittenDown() {
        assertThat(Golden.missing(rows()))
                .as("those of operations and authorities are written down elsewhere")
                .allMatch(missing -> missing.endsWith(" of Operation") || missing.endsWith(" of Authority"));
    }

    @Test
    void aReasonKeepsItsNumber() {
        RosterReason[] reasons = RosterReason.values();
        for (int number = 0; number < reasons.length; number++) {
            assertThat(reasons[number].code()).as("%s", reasons[number]).isEqualTo(number);
        }
        assertThat(RosterResult.Proposed.of(new RosterResult.Proposed(7).summary())).isEqualTo(new RosterResult.Proposed(7));
    }
}

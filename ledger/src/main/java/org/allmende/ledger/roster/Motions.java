package org.allmende.ledger.roster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.OrderedKeys;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.roster.Motion.Ballot;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.table.TableView;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;

/** What was proposed, and who has said what of it. */
final class Motions {
    private final Table<Numbering, Motion> motions;
    private final Table<Voice, Ballot> ballots;

    /** A proposal's, from 1. */
    record Numbering(long number) {}

    /** A voter's, of a proposal. */
    record Voice(long number, AccountId operator) {}

    Motions(Tables tables, int application, int number) {
        Schema schema = Schema.standard();
        motions = tables.declare(
                application, number, "proposals", OrderedKeys.of(Numbering.class), schema.codec(Motion.class));
        ballots = tables.declare(
                application, number + 1, "votes", OrderedKeys.of(Voice.class), schema.codec(Ballot.class));
    }

    Optional<Motion> get(long number) {
        return number < 1 ? Optional.empty() : motions.get(new Numbering(number));
    }

    /** Of who proposed it, as many as are open. */
    long openBy(AccountId operator) {
        return open().stream().filter(row -> row.motion().by().equals(operator)).count();
    }

    /** A proposal and its number. */
    record Numbered(long number, Motion motion) {}

    /** Those that are open, oldest first. */
    List<Numbered> open() {
        return all(motions).stream().filter(row -> row.motion().isOpen()).toList();
    }

    private static List<Numbered> all(TableView<Numbering, Motion> rows) {
        List<Numbered> all = new ArrayList<>();
        rows.ascend(null, null, (key, motion) -> all.add(new Numbered(key.number(), motion)));
        return all;
    }

    /** Adds one; when there are too many, the oldest that is decided goes. */
    void add(long number, Motion motion) {
        List<Numbered> all = all(motions);
        if (all.size() >= Limits.PROPOSALS_KEPT_MAX) {
            all.stream()
                    .filter(row -> !row.motion().isOpen() && row.motion().state() != ProposalState.PASSED)
                    .findFirst()
                    .ifPresent(row -> forget(row.number()));
        }
        put(number, motion);
    }

    void put(long number, Motion motion) {
        motions.put(new Numbering(number), motion);
    }

    private void forget(long number) {
        motions.remove(new Numbering(number));
        List<Voice> voices = new ArrayList<>();
        ballots.ascend(from(number), from(number + 1), (voice, _) -> voices.add(voice));
        voices.forEach(ballots::remove);
    }

    /** Forgets all. */
    void clear() {
        all(motions).forEach(row -> forget(row.number()));
    }

    private static Voice from(long number) {
        return new Voice(number, AccountId.LOWEST);
    }

    Optional<Ballot> ballot(long number, AccountId operator) {
        return ballots.get(new Voice(number, operator));
    }

    void vote(long number, AccountId operator, Ballot ballot) {
        ballots.put(new Voice(number, operator), ballot);
    }

    /** The weight of those in favour, or of those against. */
    long weight(long number, Motion motion, boolean inFavour) {
        return said(ballots, number).stream()
                .filter(said -> said.ballot().inFavour() == inFavour)
                .mapToLong(said -> motion.weight(said.operator()))
                .sum();
    }

    /** What was said of a proposal, by account. */
    List<ProposalAnswer.Said> said(long number) {
        return said(ballots, number);
    }

    private static List<ProposalAnswer.Said> said(TableView<Voice, Ballot> rows, long number) {
        List<ProposalAnswer.Said> said = new ArrayList<>();
        rows.ascend(
                from(number),
                from(number + 1),
                (voice, ballot) -> said.add(new ProposalAnswer.Said(voice.operator(), ballot)));
        return said;
    }

    /** All that are kept, oldest first. */
    List<ProposalAnswer> kept(View view) {
        return all(view.of(motions)).stream()
                .map(row -> new ProposalAnswer(row.number(), row.motion(), said(view.of(ballots), row.number())))
                .toList();
    }
}

package org.allmende.drills.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories that are told in every paper on the matter, and what is particular to etcd's answers. */
class LinearizabilityTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                // Nothing happened, and nothing was there.
                "",
                "c1 0 1 ok get a -> absent",
                // A read beside a write may see it or not.
                "c1 0 9 ok put a 1 / c2 2 3 ok get a -> absent / c2 4 5 ok get a -> found 1",
                "c1 0 9 ok put a 1 / c2 2 3 ok get a -> found 1",
                // Two writes at once: readers agree on one order of the two.
                "c1 0 9 ok put a 1 / c2 0 9 ok put a 2 / c3 1 2 ok get a -> found 2 / c4 3 4 ok get a -> found 1",
                // At the same moment: nobody knows which was first.
                "c1 0 5 ok put a 1 / c2 5 9 ok get a -> absent",
                // Other keys.
                "c1 0 1 ok put a 1 / c2 2 3 ok get b -> absent",
                // Compare and set: one of two wins.
                "c1 0 1 ok put a 1 / c1 2 9 ok txn if value a 1 then put a 2 / c2 2 9 ok txn if value a 1 then put a 3"
                        + " -> else / c1 10 11 ok get a -> found 2",
                // Deleted, and put anew: versions begin at 1.
                "c1 0 1 ok put a 1 / c1 2 3 ok put a 2 / c1 4 5 ok delete a -> existed / c1 6 7 ok delete a -> absent"
                        + " / c1 8 9 ok put a 3 / c1 10 11 ok get a -> found 3 version 1",
                // A timeout may have come to pass at once, later, or never.
                "c1 0 - unknown put a 1 / c2 2 3 ok get a -> absent",
                "c1 0 - unknown put a 1 / c2 2 3 ok get a -> found 1",
                "c1 0 - unknown put a 1 / c2 2 3 ok put a 2 / c2 4 5 ok get a -> found 2 / c2 6 7 ok get a -> found 1",
                // Two unknown ones, of which the first made the version that nobody saw.
                "c1 0 - unknown put a 1 / c2 0 - unknown put a 2 / c3 5 6 ok get a -> found 2 version 2",
                // A delete that does not tell whether there was anything.
                "c1 0 9 ok delete a / c2 0 8 ok put a 1 / c3 10 11 ok get a -> absent",
                "c1 0 8 ok delete a / c2 0 9 ok put a 1 / c3 10 11 ok get a -> found 1",
                // Of two unknown ones that could do the same once, the one must be left that alone can do it later.
                "c1 0 - unknown put a 1 / c2 1 - unknown txn if value a 2 then put a 1 / c3 2 3 ok put a 1"
                        + " / c3 4 5 ok put a 2 / c3 6 7 ok get a -> found 1 / c3 8 9 ok put a 3"
                        + " / c3 10 11 ok get a -> found 1",
                // The second of two unknown ones first: trying the other before comes to the same, with one less left.
                "c1 0 1 ok put a 1 / c1 2 3 ok put a 2 / c1 4 5 ok put a 3 / c2 6 - unknown put a 1"
                        + " / c3 7 - unknown put a 2 / c1 8 9 ok get a -> found 2 / c1 10 11 ok get a -> found 1",
                // Failed for certain: as if never asked.
                "c1 0 9 failed put a 1 / c2 10 11 ok get a -> absent",
                // Revisions: others may write elsewhere in between.
                "c1 0 1 ok put a 1 -> revision 5 / c1 2 3 ok get a -> revision 9 found 1 modified 5 version 1"
                        + " / c1 4 5 ok put a 2 -> revision 12",
                // A revision that was not told is between those around it.
                "c1 0 1 ok put a 1 -> revision 5 / c2 2 - unknown put a 2 / c1 4 5 ok get a -> found 2 modified 7"
                        + " / c1 6 7 ok put a 3 -> revision 8",
                // Of a comparison that failed, all that is known is that it failed.
                "c1 0 - unknown put a 1 / c2 2 3 ok txn if modified a 7 then put a 2 -> else revision 8"
                        + " / c2 4 5 ok get a -> found 1 modified 6",
                // A transaction is at one moment: here between the two puts.
                "c1 0 1 ok put a 1 / c1 2 3 ok put b 1 / c2 0 9 ok txn then get a then get b -> found 1 absent",
                // Keys put in one transaction have one revision, even if nobody was told which.
                "c1 0 - unknown txn then put a 1 then put b 1 / c2 2 3 ok get a -> found 1 modified 7"
                        + " / c2 4 5 ok get b -> found 1 modified 7",
                // What reads sees what was put before it in the same transaction.
                "c1 0 1 ok txn then put a 1 then get a then delete a then get a"
                        + " -> revision 4 - found 1 modified 4 version 1 existed absent / c1 2 3 ok get a -> absent",
                // The other branch.
                "c1 0 1 ok txn if version a 0 then put a 1 else get a / c2 2 3 ok txn if version a 0 then put a 2"
                        + " else get a -> else found 1",
                // A lock goes from hand to hand; a session that holds it holds it on.
                "c1 0 1 ok acquire l s1 -> fence 3 / c1 2 3 ok acquire l s1 -> fence 3 / c1 4 9 ok release l s1"
                        + " / c2 2 8 ok acquire l s2 -> fence 5 / c2 10 11 ok release l s2",
                // A session may have run out.
                "c1 0 1 ok acquire l s1 -> fence 3 / c1 5 - unknown release l s1 / c2 6 7 ok acquire l s2 -> fence 4",
                // A release by who does not hold it is nothing.
                "c1 0 1 ok acquire l s1 -> fence 3 / c2 2 3 ok release l s2 / c3 4 5 ok acquire m s3 -> fence 2",
            })
    void accepts(String history) {
        assertThat(check(history)).isInstanceOf(Ruling.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Out of nowhere.
                "c1 0 1 ok get a -> found 1",
                "c1 0 1 ok delete a -> existed",
                // Stale.
                "c1 0 1 ok put a 1 / c2 2 3 ok get a -> absent",
                "c1 0 1 ok put a 1 / c1 2 3 ok put a 2 / c2 4 5 ok get a -> found 1",
                // Lost.
                "c1 0 1 ok put a 1 / c1 2 3 ok txn if value a 1 then put a 2 / c1 4 5 ok get a -> found 1",
                // Seen, and unseen again.
                "c1 0 9 ok put a 1 / c2 2 3 ok get a -> found 1 / c2 4 5 ok get a -> absent",
                // Readers that do not agree on the order of two writes.
                "c1 0 9 ok put a 1 / c2 0 9 ok put a 2 / c3 1 2 ok get a -> found 2 / c4 3 4 ok get a -> found 1"
                        + " / c3 5 6 ok get a -> found 2",
                // Both won.
                "c1 0 1 ok put a 1 / c1 2 9 ok txn if value a 1 then put a 2 / c2 2 9 ok txn if value a 1 then put a 3",
                // It would have held.
                "c1 0 1 ok put a 1 / c1 2 3 ok txn if value a 1 then put a 2 -> else",
                // Failed for certain, and there.
                "c1 0 9 failed put a 1 / c2 10 11 ok get a -> found 1",
                // Unknown, but not yet asked.
                "c2 0 1 ok get a -> found 1 / c1 2 - unknown put a 1",
                // Unknown, and happened twice.
                "c1 0 - unknown put a 1 / c2 2 3 ok get a -> found 1 / c2 4 5 ok put a 2 / c2 6 7 ok get a -> found 1",
                // Happened twice, where another could have happened too, but not so.
                "c1 0 - unknown put a 1 / c2 1 - unknown put a 9 / c3 2 3 ok put a 1 / c3 4 5 ok put a 2"
                        + " / c3 6 7 ok get a -> found 1 / c3 8 9 ok put a 3 / c3 10 11 ok get a -> found 1",
                // Versions.
                "c1 0 1 ok put a 1 / c1 2 3 ok get a -> found 1 version 2",
                "c1 0 1 ok put a 1 / c1 2 3 ok delete a -> existed / c1 4 5 ok put a 1"
                        + " / c1 6 7 ok get a -> found 1 version 2",
                // A revision that went back, one that stood still, one that was made twice.
                "c1 0 1 ok put a 1 -> revision 5 / c1 2 3 ok put a 2 -> revision 4",
                "c1 0 1 ok put a 1 -> revision 5 / c1 2 3 ok put a 2 -> revision 5",
                "c1 0 9 ok put a 1 -> revision 5 / c2 0 9 ok put b 2 -> revision 5",
                "c1 0 1 ok put a 1 -> revision 5 / c1 2 3 ok get b -> revision 4 absent",
                "c1 0 1 ok get a -> revision 5 absent / c1 2 3 ok put b 1 -> revision 5",
                // A pair that says it is newer than the store, or than it can be.
                "c1 0 1 ok put a 1 / c1 2 3 ok get a -> revision 5 found 1 modified 6",
                "c1 0 1 ok put a 1 -> revision 5 / c1 2 3 ok get a -> revision 9 found 1 modified 6",
                // A revision that was not told is between those around it, which leave no place.
                "c1 0 1 ok put a 1 -> revision 5 / c2 2 - unknown put a 2 / c1 4 5 ok get a -> found 2"
                        + " / c1 6 7 ok put a 3 -> revision 6",
                // One unknown change after another, and the first as late as the second can be at most.
                "c1 0 1 ok put a 1 -> revision 3 / c1 0 1 ok put b 1 / c1 2 3 ok put a 2 -> revision 5"
                        + " / c2 4 - unknown put a 1 / c1 5 6 ok get a -> found 1 / c3 7 - unknown put b 2"
                        + " / c1 8 9 ok txn then get a then get b -> revision 7 found 1 found 2"
                        + " / c1 10 11 ok get a -> found 1 modified 7",
                // A comparison that cannot have failed, as was found later.
                "c1 0 - unknown put a 1 / c2 2 3 ok txn if modified a 7 then put a 2 -> else revision 8"
                        + " / c2 4 5 ok get a -> found 1 modified 7",
                // Put one after the other, at revisions in the other order.
                "c1 0 1 ok txn then put a 0 then put b 0 / c1 2 3 ok put a 1 / c1 4 5 ok put b 1"
                        + " / c2 6 7 ok get a -> found 1 modified 7 / c2 8 9 ok get b -> found 1 modified 6",
                // Put in one transaction, at two revisions.
                "c1 0 1 ok txn then put a 1 then get a then put b 1 -> - found 1 modified 7 -"
                        + " / c2 2 3 ok get b -> found 1 modified 8",
                // Half a transaction.
                "c1 0 1 ok txn then put a 1 then put b 1 / c2 2 3 ok txn then get a then get b -> found 1 absent",
                "c1 0 9 ok txn then put a 1 then put b 1 / c2 2 3 ok txn then get a then get b -> absent found 1",
                "c1 0 - unknown txn then put a 1 then put b 1 / c2 2 3 ok get a -> found 1 modified 7"
                        + " / c2 4 5 ok get b -> found 1 modified 8",
                // Each key alone is right; both together are not: write skew.
                "c1 0 1 ok txn then put a 0 then put b 0 / c1 2 9 ok txn if value a 0 then put b 1"
                        + " / c2 2 9 ok txn if value b 0 then put a 1",
                // Two holders.
                "c1 0 1 ok acquire l s1 -> fence 3 / c2 2 3 ok acquire l s2 -> fence 4 / c1 4 5 ok release l s1",
                // A fence that goes back, and one that is given twice.
                "c1 0 1 ok acquire l s1 -> fence 3 / c1 2 3 ok release l s1 / c2 4 5 ok acquire l s2 -> fence 2",
                "c1 0 1 ok acquire l s1 -> fence 3 / c1 2 3 ok release l s1 / c2 4 5 ok acquire l s2 -> fence 3",
                // One hold, two fences.
                "c1 0 1 ok acquire l s1 -> fence 3 / c1 2 3 ok acquire l s1 -> fence 4",
                // Released for certain not.
                "c1 0 1 ok acquire l s1 -> fence 3 / c1 2 3 failed release l s1 / c2 4 5 ok acquire l s2 -> fence 4",
            })
    void refuses(String history) {
        assertThat(check(history)).isInstanceOf(Ruling.Refused.class);
    }

    private static Ruling check(String lines) {
        return new Linearizability().check(History.read(HistoryText.TITLE + "\n" + lines.replace(" / ", "\n")));
    }
}

package org.allmende.benchmarks.entrypath;

import org.allmende.consensus.hashgraph.ChangeRecordLayout;
import org.allmende.consensus.hashgraph.StateLayout;

/** The layouts that are compared. */
enum Layout {
    /** One packed record per changed round, base pages rewritten in rotation. */
    RECORDS,
    /** One entry of the engine per row. */
    SINGLE,
    /** Pages of about 4 KB, rewritten when a row of theirs changes. */
    PAGES;

    StateLayout make() {
        return switch (this) {
            case SINGLE -> new SingleEntryLayout();
            case PAGES -> new PageLayout();
            case RECORDS -> new ChangeRecordLayout(new ChangeRecordLayout.Settings(
                    Integer.getInteger("entrypath.pageBytes", ChangeRecordLayout.Settings.DEFAULT.pageBytes()),
                    Integer.getInteger("entrypath.recordBytes", ChangeRecordLayout.Settings.DEFAULT.recordBytes()),
                    Integer.getInteger("entrypath.rewritePercent", ChangeRecordLayout.Settings.DEFAULT.rewritePercent())));
        };
    }
}

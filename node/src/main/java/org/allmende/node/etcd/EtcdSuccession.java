package org.allmende.node.etcd;

import org.allmende.ledger.roster.Roster;
import org.allmende.node.ExitCode;
import org.allmende.node.epoch.Succession;

/** A member that etcd's flags made is started again by whoever started it: the code it ends with tells them to. */
final class EtcdSuccession implements Succession {
    @Override
    public void prepare() {
        Announcement.info("the roster changes in a moment; this process ends then, and is to be started again");
    }

    @Override
    public boolean isPrepared() {
        return true;
    }

    @Override
    public void dismiss() {
        Announcement.info("the roster stays as it is after all");
    }

    @Override
    public void handOver(Roster next, boolean isIn) {
        if (isIn) {
            beginAgain(next);
        } else {
            Announcement.warn("this member is not in the roster any more");
            Runtime.getRuntime().halt(ExitCode.REMOVED);
        }
    }

    @Override
    public void beginAgain(Roster current) {
        Announcement.info("the roster of epoch " + current.epoch() + " goes on; start this member again");
        Runtime.getRuntime().halt(ExitCode.EPOCH_OVER);
    }
}

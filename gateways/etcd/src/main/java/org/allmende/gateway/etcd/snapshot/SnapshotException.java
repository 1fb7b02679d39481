package org.allmende.gateway.etcd.snapshot;

import java.io.IOException;
import java.nio.file.Path;

/** A snapshot file is refused: what is wrong with it, and what to do. Nothing of it was taken. */
public final class SnapshotException extends IOException {
    private static final long serialVersionUID = 1L;

    private SnapshotException(String message) {
        super(message);
    }

    /** Its bytes cannot be those that etcd wrote. */
    static SnapshotException damaged(Path file, String what) {
        return new SnapshotException(file + " is no sound etcd snapshot: " + what
                + ". Take it again with 'etcdctl snapshot save', or use another copy");
    }

    /** It may be sound, but is more than we take. */
    static SnapshotException overLimit(Path file, String what, String advice) {
        return new SnapshotException(file + " is over a limit: " + what + ". " + advice);
    }

    /** What was to be written is nothing that etcd could hold; no file is left. */
    static SnapshotException unwritable(Path file, String what) {
        return new SnapshotException(file + " cannot be written: " + what
                + ". No file was left there; report this, the data it was made from do not fit together");
    }
}

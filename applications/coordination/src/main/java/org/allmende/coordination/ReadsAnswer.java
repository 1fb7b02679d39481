package org.allmende.coordination;

import java.util.List;
import org.allmende.ledger.encoding.Max;

/**
 * The answers to a {@link ReadsRequest}.
 *
 * @param height the height they are all as of
 * @param timeMillis its agreed time, in milliseconds since 1970
 * @param revision the keyspace's current one then; 0: there is no such keyspace
 * @param answers in the order of the requests; fewer where they would be too many bytes together: ask for the others
 *     again. None when the height or the revision that was to be waited for has not come
 */
public record ReadsAnswer(
        long height, long timeMillis, long revision, @Max(ReadsRequest.REQUESTS_MAX) List<ReadAnswer> answers) {
    /** Above so many bytes together, only the first answer is given. */
    public static final long BYTES_MAX = 8L * 1_024 * 1_024;

    public ReadsAnswer {
        answers = List.copyOf(answers);
    }
}

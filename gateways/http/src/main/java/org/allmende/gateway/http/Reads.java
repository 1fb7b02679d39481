package org.allmende.gateway.http;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.table.View;

/** The view a query is answered from: by default one that holds whatever was acknowledged before the query came. */
final class Reads {
    static final String PARAMETER = "consistency";

    private static final String LINEARIZABLE = "linearizable";
    private static final String LOCAL = "local";

    private final LedgerPort port;
    private final long barrierMillisMax;

    Reads(LedgerPort port, long barrierMillisMax) {
        this.port = port;
        this.barrierMillisMax = barrierMillisMax;
    }

    /** @throws RefusedException with {@link Refusal#NO_BARRIER} when there is no such view in time */
    View view(Call call) throws InterruptedException {
        String consistency = call.choice(PARAMETER, LINEARIZABLE, List.of(LINEARIZABLE, LOCAL));
        return consistency.equals(LOCAL) ? local() : linearizable();
    }

    /**
     * What this node has applied.
     *
     * @throws RefusedException with {@link Refusal#HALTED} before the first height: nothing is known, which is not to
     *     say that nothing exists
     */
    View local() {
        View view = port.view();
        if (view.height() == 0) {
            throw new RefusedException(Refusal.HALTED, "this node has not applied any height yet");
        }
        return view;
    }

    private View linearizable() throws InterruptedException {
        try {
            return port.linearizableView().get(barrierMillisMax, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw noBarrier("the barrier was not ordered within " + barrierMillisMax + " ms");
        } catch (ExecutionException e) {
            throw noBarrier(String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
        }
    }

    private RefusedException noBarrier(String why) {
        String own = "; this node's own view is of height " + port.view().height();
        return new RefusedException(Refusal.NO_BARRIER, why + own);
    }
}

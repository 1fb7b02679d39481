package org.allmende.cli;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Steps that are done over and over, each by a thread of its own, while something else happens. */
final class Work {
    /** Longer than anything takes that ever comes to an end. */
    static final Duration SOON = Duration.ofMinutes(3);

    /** Answered steps between two faults. */
    private static final int BETWEEN = 100;

    /** What happens meanwhile. */
    interface Course {
        void run(Work work) throws Exception;
    }

    /** Something that a client asks for. */
    interface Step {
        /** @return whether it was answered */
        boolean run();
    }

    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    private Work() {}

    /** Begins with them, and returns when the course has been run and the last step is done. */
    static void during(List<Step> steps, Course course) throws Exception {
        Work work = new Work();
        List<Thread> threads = new ArrayList<>();
        for (Step step : steps) {
            threads.add(Thread.ofVirtual().start(() -> work.repeat(step)));
        }
        try {
            course.run(work);
        } finally {
            work.over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private void repeat(Step step) {
        while (!over.get()) {
            if (step.run()) {
                answered.incrementAndGet();
            }
        }
    }

    /** Returns after so many steps more that were answered: who asks in vain does not hurry on what comes next. */
    void more() {
        int before = answered.get();
        await().atMost(SOON).until(() -> answered.get() >= before + BETWEEN);
    }
}

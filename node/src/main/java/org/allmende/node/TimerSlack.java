package org.allmende.node;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * How exactly the system wakes this process's threads. The engine hands state to a node that lags with sixteen threads that
 * sleep for a nanosecond between two looks, which Linux makes fifty microseconds of: more than a core is spent on waking
 * them. A millisecond is as good for whatever a node waits for, and lets the system wake threads together (prctl(2),
 * PR_SET_TIMERSLACK).
 */
final class TimerSlack {
    static final long NANOS = 1_000_000;

    private static final int PR_SET_TIMERSLACK = 29;

    private TimerSlack() {}

    /**
     * For this thread and all that it starts from now on, and they start. Elsewhere than on Linux nothing happens.
     *
     * @return whether the system agreed
     */
    @SuppressWarnings("restricted") // a node's machine is started with --enable-native-access
    static boolean widen() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return false;
        }
        Linker linker = Linker.nativeLinker();
        SymbolLookup symbols = linker.defaultLookup();
        Optional<MethodHandle> prctl = symbols.find("prctl")
                .map(address -> linker.downcallHandle(
                        address,
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG),
                        Linker.Option.firstVariadicArg(1)));
        if (prctl.isEmpty()) {
            return false;
        }
        try {
            return (int) prctl.get().invokeExact(PR_SET_TIMERSLACK, NANOS, 0L, 0L, 0L) == 0;
        } catch (Throwable e) {
            return false;
        }
    }
}

package org.allmende.consensus.conformance;

import java.lang.reflect.Method;
import org.allmende.ledger.seeds.Replay;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * Skips aloud what an engine cannot show. After each scenario lets the network settle and judges all that was said; of
 * a failure says what to look at and how to see it again, and has the next scenario begin with a new network.
 */
final class Judge implements ExecutionCondition, InvocationInterceptor {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getTestMethod()
                .map(method -> method.getAnnotation(Scenario.class))
                .map(scenario -> judged(scenario, context))
                .orElseGet(() -> ConditionEvaluationResult.enabled("no scenario"));
    }

    private static ConditionEvaluationResult judged(Scenario scenario, ExtensionContext context) {
        Engine engine = shared(context).engine();
        if (engine.nodes() > 1 || scenario.aloneBecause().isEmpty()) {
            return ConditionEvaluationResult.enabled("says something about " + engine.name());
        }
        System.out.println("SKIPPED on " + engine.name() + ": "
                + context.getRequiredTestMethod().getName() + ": " + scenario.aloneBecause());
        return ConditionEvaluationResult.disabled(engine.name() + ": " + scenario.aloneBecause());
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        SharedNetwork network = shared(context);
        try {
            invocation.proceed();
            network.judge();
        } catch (TestAbortedException skipped) {
            System.out.println("SKIPPED: " + skipped.getMessage());
            throw skipped;
        } catch (Throwable failure) {
            String test = context.getRequiredTestClass().getSimpleName() + "#"
                    + context.getRequiredTestMethod().getName();
            throw new AssertionError(
                    test + " failed\n  what the nodes wrote and said: " + network.abandon() + "\n  replay it with: "
                            + Replay.command(test, "-Dseed=" + network.seed()) + "\n" + failure,
                    failure);
        }
    }

    private static SharedNetwork shared(ExtensionContext context) {
        return (SharedNetwork) context.getRequiredTestInstance();
    }
}

package org.allmende.ledger.seeds;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.jspecify.annotations.Nullable;

/** Makes one invocation for each seed. */
final class SeedsExtension implements TestTemplateInvocationContextProvider {
    private final @Nullable Long only;
    private final @Nullable Integer count;

    /** As the properties of this run say. */
    SeedsExtension() {
        this(Long.getLong("seed"), Integer.getInteger("seeds"));
    }

    SeedsExtension(@Nullable Long only, @Nullable Integer count) {
        this.only = only;
        this.count = count;
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getRequiredTestMethod().isAnnotationPresent(Seeds.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return chosen(context).mapToObj(OneSeed::new);
    }

    private LongStream chosen(ExtensionContext context) {
        if (only != null) {
            return LongStream.of(only);
        }
        int usual = context.getRequiredTestMethod().getAnnotation(Seeds.class).value();
        return LongStream.rangeClosed(1, count == null ? usual : count);
    }

    private record OneSeed(long value)
            implements TestTemplateInvocationContext, ParameterResolver, TestExecutionExceptionHandler {
        @Override
        public String getDisplayName(int invocationIndex) {
            return "seed " + value;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Seed.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return new Seed(value);
        }

        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
            String test = context.getRequiredTestClass().getName().replaceAll("^.*\\.", "") + "#"
                    + context.getRequiredTestMethod().getName();
            throw Replay.failed(test, value, failure);
        }
    }
}

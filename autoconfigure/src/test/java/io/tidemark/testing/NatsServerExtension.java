package io.tidemark.testing;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A NATS server that lives as long as its test class. See {@link EnabledIfNats}. */
final class NatsServerExtension implements ExecutionCondition, BeforeAllCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(NatsServerExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (NatsServer.isInstalled() || "required".equals(System.getProperty(PostgresSchema.SERVERS_PROPERTY))) {
            return ConditionEvaluationResult.enabled("A NATS server is installed or required");
        }
        return ConditionEvaluationResult.disabled("No nats-server on the path: install the package of that name");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!NatsServer.isInstalled()) {
            throw new IllegalStateException("nats-server must be on the path where %s=required: install the package "
                .formatted(PostgresSchema.SERVERS_PROPERTY) + "of that name");
        }
        context.getStore(NAMESPACE).computeIfAbsent(NatsServer.class, key -> NatsServer.start());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == NatsServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE).get(NatsServer.class, NatsServer.class);
    }

}

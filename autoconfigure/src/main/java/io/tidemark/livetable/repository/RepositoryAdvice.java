package io.tidemark.livetable.repository;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Stands before everything else at a repository, its transactions included, so that a hit begins none. */
final class RepositoryAdvice implements MethodInterceptor {

    private final RoleAssignment assignment;

    // Bounded by the methods of the repository.
    private final Map<Method, MethodRole> roles = new ConcurrentHashMap<>();

    RepositoryAdvice(RoleAssignment assignment) {
        this.assignment = assignment;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Method method = invocation.getMethod();
        MethodRole role = this.roles.get(method);
        if (role == null) {
            role = this.roles.computeIfAbsent(method, this.assignment::roleOf);
        }
        return role.invoke(invocation);
    }

}

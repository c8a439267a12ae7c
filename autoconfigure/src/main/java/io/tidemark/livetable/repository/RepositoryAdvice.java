package io.tidemark.livetable.repository;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.StaticMethodMatcherPointcut;

/**
 * Stands before everything else at a repository, its transactions included, so that a hit begins none. Methods that are
 * neither cached nor writes don't meet it at all.
 */
final class RepositoryAdvice extends StaticMethodMatcherPointcut implements MethodInterceptor {

    private final RoleAssignment assignment;

    // Bounded by the methods of the repository.
    private final Map<Method, MethodRole> roles = new ConcurrentHashMap<>();

    RepositoryAdvice(RoleAssignment assignment) {
        this.assignment = assignment;
    }

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        return roleOf(method) != MethodRole.PASS_THROUGH;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        return roleOf(invocation.getMethod()).invoke(invocation);
    }

    private MethodRole roleOf(Method method) {
        MethodRole role = this.roles.get(method);
        return role != null ? role : this.roles.computeIfAbsent(method, this.assignment::roleOf);
    }

}

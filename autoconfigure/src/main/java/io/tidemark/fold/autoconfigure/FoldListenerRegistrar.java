package io.tidemark.fold.autoconfigure;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.tidemark.autoconfigure.IncompleteSetupException;
import io.tidemark.fold.FoldChange;
import io.tidemark.fold.FollowedFold;
import io.tidemark.fold.annotation.FoldListener;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/** Has the annotated methods of all beans hear of the changes of folds, before the first is told. */
final class FoldListenerRegistrar implements SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beanFactory;

    FoldListenerRegistrar(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Map<String, String> folds = null;
        for (String beanName : this.beanFactory.getBeanNamesForType(Object.class)) {
            Class<?> type = ScopedProxyUtils.isScopedTarget(beanName) ? null
                    : AutoProxyUtils.determineTargetClass(this.beanFactory, beanName);
            if (type == null || !AnnotationUtils.isCandidateClass(type, FoldListener.class)) {
                continue;
            }
            for (Method method : annotatedMethods(type)) {
                folds = folds != null ? folds : beansOfFolds();
                register(beanName, type, method, folds);
            }
        }
    }

    private static Set<Method> annotatedMethods(Class<?> type) {
        return MethodIntrospector.selectMethods(type,
                (Method method) -> AnnotatedElementUtils.hasAnnotation(method, FoldListener.class));
    }

    private Map<String, String> beansOfFolds() {
        Map<String, String> beans = new TreeMap<>();
        for (String beanName : this.beanFactory.getBeanNamesForType(FollowedFold.class)) {
            beans.put(this.beanFactory.getBean(beanName, FollowedFold.class).name(), beanName);
        }
        return beans;
    }

    @SuppressWarnings("unchecked")
    private void register(String beanName, Class<?> type, Method method, Map<String, String> folds) {
        FoldListener annotation = AnnotatedElementUtils.findMergedAnnotation(method, FoldListener.class);
        String name = annotation == null ? "" : annotation.value();
        String foldBean = folds.get(name);
        if (foldBean == null) {
            throw new IncompleteSetupException(
                    "%s listens to a fold '%s', which does not exist; there are: %s.".formatted(describe(type, method),
                            name, folds.isEmpty() ? "none" : String.join(", ", folds.keySet())),
                    "Correct the name, or define the fold below '%s'.".formatted(FoldProperties.FOLDS));
        }
        check(type, method, name, FoldTypes.declared(this.beanFactory, foldBean, FollowedFold.class));
        // What the types promise was checked.
        FollowedFold<Object> fold = this.beanFactory.getBean(foldBean, FollowedFold.class);
        Method invocable = AopUtils.selectInvocableMethod(method, this.beanFactory.getType(beanName));
        fold.addListener(new MethodListener(() -> this.beanFactory.getBean(beanName), invocable));
    }

    private static void check(Class<?> type, Method method, String fold, @Nullable ResolvableType values) {
        String expected = "FoldChange<%s>".formatted(values != null ? values : "?");
        boolean fits = !Modifier.isStatic(method.getModifiers()) && method.getReturnType() == void.class
                && method.getParameterCount() == 1 && method.getParameterTypes()[0] == FoldChange.class;
        if (fits && values != null) {
            ResolvableType wanted = ResolvableType.forMethodParameter(method, 0, type).getGeneric(0);
            fits = wanted.resolve() == null || wanted.isAssignableFrom(values);
        }
        if (!fits) {
            throw new IncompleteSetupException(
                    "%s can't listen to fold '%s': it must be an instance method that takes one parameter, %s, and "
                        .formatted(describe(type, method), fold, expected) + "returns nothing, was '%s'."
                        .formatted(method.toGenericString()),
                    "Declare it as 'void %s(%s change)'.".formatted(method.getName(), expected));
        }
    }

    private static String describe(Class<?> type, Method method) {
        return "Method '%s' of %s".formatted(method.getName(), type.getName());
    }

}

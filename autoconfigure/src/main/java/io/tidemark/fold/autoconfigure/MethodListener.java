package io.tidemark.fold.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.Supplier;

import io.tidemark.fold.FoldChange;
import io.tidemark.fold.FoldChangeListener;

import org.springframework.util.ReflectionUtils;

/** Tells a method of a bean. What the method throws has the change come again. */
final class MethodListener implements FoldChangeListener<Object> {

    private final Supplier<Object> bean;

    private final Method method;

    MethodListener(Supplier<Object> bean, Method method) {
        this.bean = bean;
        this.method = method;
        ReflectionUtils.makeAccessible(method);
    }

    @Override
    public void onChange(FoldChange<Object> change) throws Exception {
        try {
            this.method.invoke(this.bean.get(), change);
        }
        catch (InvocationTargetException ex) {
            ReflectionUtils.rethrowException(ex.getTargetException());
        }
    }

}

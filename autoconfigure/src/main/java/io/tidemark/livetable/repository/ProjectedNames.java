package io.tidemark.livetable.repository;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** The properties at which a projection looks. */
final class ProjectedNames {

    private ProjectedNames() {
    }

    /**
     * Returns the names of all properties, also of projections within, or null if one is an expression that may look
     * at anything. A property may be one of another row, as {@code airlineName} is the name of an airline.
     */
    static @Nullable Set<String> of(Class<?> type, Class<?> domainType) {
        Set<String> properties = new LinkedHashSet<>();
        if (!collect(type, properties, new LinkedHashSet<>())) {
            return null;
        }
        Set<String> names = new LinkedHashSet<>();
        properties.forEach(property -> names.addAll(PathNames.of(domainType, property)));
        return names;
    }

    private static boolean collect(Class<?> type, Set<String> names, Set<Class<?>> seen) {
        if (BeanUtils.isSimpleProperty(type) || type.getName().startsWith("java.") || !seen.add(type)) {
            return true;
        }
        for (Method method : type.getMethods()) {
            if (AnnotatedElementUtils.hasAnnotation(method, Value.class)) {
                return false;
            }
        }
        for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
            names.add(property.getName());
            Method getter = property.getReadMethod();
            if (type.isInterface() && getter != null && !collect(contentOf(getter), names, seen)) {
                return false;
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            Arrays.stream(constructor.getParameters()).map(Parameter::getName).forEach(names::add);
        }
        return true;
    }

    private static Class<?> contentOf(Method getter) {
        ResolvableType returned = ResolvableType.forMethodReturnType(getter);
        Class<?> content = returned.getGeneric(0).resolve();
        return content != null ? content : getter.getReturnType();
    }

}

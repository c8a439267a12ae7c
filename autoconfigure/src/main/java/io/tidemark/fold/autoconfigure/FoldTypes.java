package io.tidemark.fold.autoconfigure;

import java.util.Arrays;

import io.tidemark.fold.FoldCodec;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** Finds the types of the values of folds: what their properties say, else what the codecs for them are declared as. */
final class FoldTypes {

    private final ConfigurableListableBeanFactory beanFactory;

    FoldTypes(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    /** Returns the name of the bean of a fold. */
    static String beanName(String fold) {
        return camelCase(fold) + "Fold";
    }

    /** Returns the type of the values, or null if nothing says which it is. */
    @Nullable ResolvableType of(String fold, @Nullable String type) {
        if (type != null) {
            return ResolvableType.forClass(load(fold, type));
        }
        String codec = codecName(fold);
        return codec == null ? null : declared(this.beanFactory, codec, FoldCodec.class);
    }

    /** Returns the name of the codec that is meant for a fold by its name, or null if there is none. */
    @Nullable String codecName(String fold) {
        return Arrays.stream(this.beanFactory.getBeanNamesForType(FoldCodec.class, true, false))
            .filter((name) -> name.equals(fold) || name.equals(camelCase(fold)) || name.equals(camelCase(fold) + "Codec"))
            .findFirst()
            .orElse(null);
    }

    /** Returns the type argument that a bean is declared with, or null if it is not. */
    static @Nullable ResolvableType declared(ConfigurableListableBeanFactory beanFactory, String beanName,
            Class<?> generic) {
        ResolvableType bean = beanFactory.containsBeanDefinition(beanName)
                ? beanFactory.getMergedBeanDefinition(beanName).getResolvableType() : ResolvableType.NONE;
        ResolvableType argument = bean.as(generic).getGeneric(0);
        return argument.resolve() == null ? null : argument;
    }

    private Class<?> load(String fold, String type) {
        try {
            return ClassUtils.forName(type, this.beanFactory.getBeanClassLoader());
        }
        catch (ClassNotFoundException | LinkageError ex) {
            throw new FoldNotCreatedException("Class '%s' of the values of fold '%s' can't be found.".formatted(type, fold),
                    "Set '%s.type' to the full name of a class of the application.".formatted(FoldProperties.property(fold)),
                    ex);
        }
    }

    private static String camelCase(String name) {
        StringBuilder camelCase = new StringBuilder();
        for (String word : name.split("[-_]+")) {
            camelCase.append(camelCase.isEmpty() ? word : StringUtils.capitalize(word));
        }
        return camelCase.toString();
    }

}

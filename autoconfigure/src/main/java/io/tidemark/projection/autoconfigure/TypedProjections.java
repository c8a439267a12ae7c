package io.tidemark.projection.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.tidemark.projection.Projection;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * The projections of the application.
 *
 * @param all each of them, in the order of their definitions
 */
record TypedProjections(List<TypedProjection> all) {

    static TypedProjections of(ConfigurableListableBeanFactory beanFactory) {
        List<TypedProjection> all = new ArrayList<>();
        beanFactory.getBeansOfType(Projection.class).forEach((beanName, projection) -> {
            ResolvableType declared = beanFactory.containsBeanDefinition(beanName)
                    ? beanFactory.getMergedBeanDefinition(beanName).getResolvableType() : ResolvableType.NONE;
            all.add(TypedProjection.of(beanName, projection, declared));
        });
        return new TypedProjections(List.copyOf(all));
    }

}

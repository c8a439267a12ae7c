package io.tidemark.livetable.repository.jpa;

import java.util.List;
import java.util.function.Consumer;

import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactoryBean;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;

/** Contexts with a few entities and their repositories, which are made when they are asked for. */
final class JpaContexts {

    private JpaContexts() {
    }

    static AnnotationConfigApplicationContext start(List<Class<?>> entities, List<Class<?>> repositories,
            Consumer<AnnotationConfigApplicationContext> more) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.register(JpaTestConfiguration.class);
        context.registerBean("managedTypes", PersistenceManagedTypes.class,
                () -> PersistenceManagedTypes.of(entities.stream().map(Class::getName).toArray(String[]::new)));
        for (Class<?> repository : repositories) {
            RootBeanDefinition definition = new RootBeanDefinition(JpaRepositoryFactoryBean.class);
            definition.getConstructorArgumentValues().addGenericArgumentValue(repository);
            definition.setLazyInit(true);
            context.registerBeanDefinition(repository.getSimpleName(), definition);
        }
        more.accept(context);
        context.refresh();
        return context;
    }

}

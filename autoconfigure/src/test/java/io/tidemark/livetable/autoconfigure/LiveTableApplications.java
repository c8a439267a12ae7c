package io.tidemark.livetable.autoconfigure;

import io.tidemark.autoconfigure.TidemarkAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;

/** Applications as Spring Boot configures them, with an H2 database of their own. */
public final class LiveTableApplications {

    private LiveTableApplications() {
    }

    /** Returns an application with Spring Data JDBC. */
    public static ApplicationContextRunner jdbc() {
        return runner().withConfiguration(AutoConfigurations.of(DataJdbcRepositoriesAutoConfiguration.class));
    }

    /** Returns an application with Spring Data JPA. */
    public static ApplicationContextRunner jpa() {
        return runner()
            .withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class,
                    DataJpaRepositoriesAutoConfiguration.class))
            .withPropertyValues("spring.jpa.hibernate.ddl-auto=create");
    }

    private static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
                    DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
                    TransactionAutoConfiguration.class, TransactionManagerCustomizationAutoConfiguration.class,
                    TaskExecutionAutoConfiguration.class, TidemarkAutoConfiguration.class,
                    LiveTableAutoConfiguration.class))
            .withBean(CountedDataSources.class);
    }

}

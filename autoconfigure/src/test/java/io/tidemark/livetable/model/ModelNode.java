package io.tidemark.livetable.model;

import java.util.Set;

import javax.sql.DataSource;

import io.tidemark.generation.Generations;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.TableSettings;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** One application over the tables. */
final class ModelNode implements AutoCloseable {

    private final String name;

    private final AnnotationConfigApplicationContext context;

    private final DataSource own;

    private final Horizon horizon;

    private ModelNode(String name, AnnotationConfigApplicationContext context, DataSource own, Horizon horizon) {
        this.name = name;
        this.context = context;
        this.own = own;
        this.horizon = horizon;
    }

    /** Starts an application, which closes its cache at its end but not {@code connections}. */
    static ModelNode start(Class<?> application, DataSource connections, PageCache cache, TableSettings settings,
            Horizon horizon, long seed) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(ModelDatabase.DATA_SOURCE, ModelDatabase.class,
                () -> new ModelDatabase(connections, seed));
        context.registerBean(PageCache.class, () -> cache);
        context.registerBean(TableSettings.class, () -> settings);
        context.register(application);
        context.refresh();
        return new ModelNode(application.getSimpleName(), context, connections, horizon);
    }

    String name() {
        return this.name;
    }

    ModelRows rows() {
        return this.context.getBean(ModelRows.class);
    }

    LiveTables tables() {
        return this.context.getBean(LiveTables.class);
    }

    Generations generations() {
        return this.context.getBean(Generations.class);
    }

    JdbcTemplate jdbc() {
        return this.context.getBean(JdbcTemplate.class);
    }

    Horizon horizon() {
        return this.horizon;
    }

    /** Returns connections that no transaction of the application takes part in. */
    DataSource connections() {
        return this.own;
    }

    TransactionTemplate transaction(int propagation, Set<Option> options) {
        DefaultTransactionDefinition definition = new DefaultTransactionDefinition(propagation);
        definition.setReadOnly(options.contains(Option.READ_ONLY));
        definition.setIsolationLevel(options.contains(Option.REPEATABLE_READ)
                ? TransactionDefinition.ISOLATION_REPEATABLE_READ : TransactionDefinition.ISOLATION_DEFAULT);
        return new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class), definition);
    }

    @Override
    public void close() {
        this.context.close();
    }

    enum Option {

        READ_ONLY, REPEATABLE_READ

    }

}

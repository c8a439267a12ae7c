package io.tidemark.livetable.model;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The connections of an application to the tables. They dawdle where it hurts: when a statement has its answer, which is
 * getting old, and when a commit is done, of which nobody knows yet.
 */
final class ModelDatabase extends DelegatingDataSource {

    static final String DATA_SOURCE = "database";

    private static final Set<String> DAWDLE_AFTER = Set.of("commit", "executeQuery", "executeUpdate", "execute");

    private final Runnable dawdling;

    ModelDatabase(DataSource target, Runnable dawdling) {
        super(target);
        this.dawdling = dawdling;
    }

    static void createTables(DataSource dataSource) {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        for (ModelTable table : ModelTable.values()) {
            jdbc.execute("create table %s (id bigint primary key, area varchar(20) not null, stamp bigint not null)"
                .formatted(table.name().toLowerCase(Locale.ROOT)));
        }
        jdbc.execute("create table ledger (id int primary key, number bigint not null)");
        jdbc.update("insert into ledger values (0, 0)");
    }

    @Override
    public Connection getConnection() throws SQLException {
        return dawdling(Connection.class, super.getConnection());
    }

    private <T> T dawdling(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type },
                (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(target, arguments);
                        if (answer instanceof Statement) {
                            return dawdling(method.getReturnType(), answer);
                        }
                        if (DAWDLE_AFTER.contains(method.getName())) {
                            this.dawdling.run();
                        }
                        return answer;
                    }
                    catch (InvocationTargetException ex) {
                        throw ex.getCause();
                    }
                }));
    }

}

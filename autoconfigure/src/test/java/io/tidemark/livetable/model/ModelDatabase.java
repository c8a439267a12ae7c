package io.tidemark.livetable.model;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

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

    private static final int LONGEST_PAUSE_NANOS = 400_000;

    private final AtomicLong chance;

    ModelDatabase(DataSource target, long seed) {
        super(target);
        this.chance = new AtomicLong(seed);
    }

    static void createTables(DataSource dataSource) {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        for (ModelTable table : ModelTable.values()) {
            jdbc.execute("create table %s (id bigint primary key, area varchar(20) not null, stamp bigint not null)"
                .formatted(table.name().toLowerCase(java.util.Locale.ROOT)));
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
                            dawdle();
                        }
                        return answer;
                    }
                    catch (InvocationTargetException ex) {
                        throw ex.getCause();
                    }
                }));
    }

    private void dawdle() {
        long mixed = this.chance.addAndGet(0x9E3779B97F4A7C15L);
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = mixed ^ mixed >>> 27;
        int kind = (int) (mixed & 7);
        if (kind == 0) {
            LockSupport.parkNanos((mixed >>> 8) % LONGEST_PAUSE_NANOS);
        }
        else if (kind < 4) {
            Thread.yield();
        }
    }

}

package io.tidemark.livetable.repository;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Counts the connections that are taken, and can refuse them or fail a commit. */
public final class CountedConnections extends DelegatingDataSource {

    private final AtomicInteger taken = new AtomicInteger();

    private final AtomicBoolean failNextCommit = new AtomicBoolean();

    private final AtomicReference<Runnable> beforeNext = new AtomicReference<>();

    private volatile boolean down;

    public CountedConnections(DataSource target) {
        super(target);
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (this.down) {
            throw new SQLException("The database is down");
        }
        this.taken.incrementAndGet();
        Runnable action = this.beforeNext.getAndSet(null);
        if (action != null) {
            action.run();
        }
        return observed(super.getConnection());
    }

    public int taken() {
        return this.taken.get();
    }

    /** Runs {@code action} once, before the next connection is handed out. */
    public void beforeNext(Runnable action) {
        this.beforeNext.set(action);
    }

    public void failNextCommit() {
        this.failNextCommit.set(true);
    }

    public void setDown(boolean down) {
        this.down = down;
    }

    // The commit is done, and its answer lost.
    private Connection observed(Connection connection) {
        return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
                (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(connection, arguments);
                        if (method.getName().equals("commit") && this.failNextCommit.getAndSet(false)) {
                            throw new SQLException("The connection was lost", "08007");
                        }
                        return answer;
                    }
                    catch (InvocationTargetException ex) {
                        throw ex.getCause();
                    }
                });
    }

}

package io.tidemark.livetable.repository.jpa;

import org.springframework.jdbc.core.JdbcTemplate;

class AirportRenamingImpl implements AirportRenaming {

    private final JdbcTemplate jdbc;

    AirportRenamingImpl(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void renameBySql(String code, String name) {
        this.jdbc.update("update airport_table set name = ? where code = ?", name, code);
    }

    @Override
    public void renameAndFail(String code, String name) {
        renameBySql(code, name);
        throw new UnsupportedOperationException("It was renamed, and something else failed");
    }

}

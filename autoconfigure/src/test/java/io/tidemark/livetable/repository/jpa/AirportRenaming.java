package io.tidemark.livetable.repository.jpa;

public interface AirportRenaming {

    void renameBySql(String code, String name);

    void renameAndFail(String code, String name);

}

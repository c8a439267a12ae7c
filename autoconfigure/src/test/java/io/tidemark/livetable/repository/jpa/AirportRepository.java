package io.tidemark.livetable.repository.jpa;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.tidemark.livetable.LiveTable;
import io.tidemark.livetable.Uncached;

import jakarta.persistence.LockModeType;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.OffsetScrollPosition;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

@LiveTable
public interface AirportRepository
        extends JpaRepository<Airport, String>, JpaSpecificationExecutor<Airport>, AirportRenaming,
        AirportStatistics {

    Page<Airport> findByState(String state, Pageable page);

    Slice<Airport> findSliceByState(String state, Pageable page);

    Window<Airport> findFirst2ByStateOrderByCode(String state, OffsetScrollPosition position);

    List<Airport> findByState(String state, Sort sort, Limit limit);

    Optional<Airport> findByName(String name);

    boolean existsByName(String name);

    long countByState(@Nullable String state);

    List<AirportName> findNamesByState(String state);

    <T> List<T> findProjectedByState(String state, Class<T> type);

    @Query("select a from Airport a where a.name like :part")
    List<Airport> search(String part);

    @Query("select a from Airport a where exists (select f from Flight f where f.origin = a)")
    List<Airport> departing();

    @Query("select a from Airport a where a.name = ?#{'x'}")
    List<Airport> byExpression();

    @Query(value = "select * from airport_table", nativeQuery = true)
    List<Airport> bySql();

    @LiveTable(dependsOn = Airport.class)
    @Query(value = "select * from airport_table", nativeQuery = true)
    List<Airport> byDeclaredSql();

    @LiveTable(dependsOnTables = "flight_remarks")
    @Query(value = "select count(*) from flight_remarks", nativeQuery = true)
    long countRemarks();

    @LiveTable(dependsOnTables = "gate_notes")
    @Query(value = "select count(*) from gate_notes where note = 'closed'", nativeQuery = true)
    long countClosedGates();

    Window<Airport> findFirst2ByStateOrderByName(String state, ScrollPosition position);

    Future<List<Airport>> findLaterByState(String state);

    @EntityGraph("Airport.named")
    List<Airport> findByNameLessThan(String name);

    @Query(value = "select a from Airport a", queryRewriter = AirportOrdering.class)
    List<Airport> rewritten();

    List<Airport> named();

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    List<Airport> findLockedByState(String state);

    Stream<Airport> streamByState(String state);

    @Uncached
    List<Airport> findByNameContaining(String part);

    @Modifying
    @Transactional
    @Query("update Airport a set a.name = :name where a.code = :code")
    int rename(String code, String name);

    record AirportName(String name) {
    }

}

package io.tidemark.livetable.repository.jdbc;

import java.util.List;

import io.tidemark.livetable.LiveTable;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.data.repository.PagingAndSortingRepository;

@LiveTable
interface RouteRepository extends ListCrudRepository<Route, Long>, PagingAndSortingRepository<Route, Long> {

    @Override
    <S extends Route> S save(S route);

    Page<Route> findByOrigin(String origin, Pageable page);

    long countByCarrier(String carrier);

    long deleteByCarrier(String carrier);

    @Query("select count(*) from route r join stop s on s.route = r.id")
    long allStops();

    @LiveTable(dependsOn = Route.class)
    @Query("select count(*) from route r join stop s on s.route = r.id")
    long allStopsDeclared();

    @Modifying
    @Query("update route set carrier = :carrier")
    int assign(String carrier);

}

package io.tidemark.livetable.autoconfigure.failing.copy;

import io.tidemark.livetable.LiveTable;

import org.springframework.data.repository.CrudRepository;

@LiveTable
public interface SensorRepository extends CrudRepository<Sensor, Long> {
}

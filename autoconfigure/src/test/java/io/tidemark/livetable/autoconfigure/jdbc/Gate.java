package io.tidemark.livetable.autoconfigure.jdbc;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

@Table
public record Gate(@Id @Nullable Long id, String terminal, int number) {
}

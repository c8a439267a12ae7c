package io.tidemark.livetable.autoconfigure.several;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

@Table
record Carrier(@Id @Nullable Long id, String name) {
}

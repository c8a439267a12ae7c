/** Live tables of Spring Data JPA with Hibernate. */
@NullMarked
package io.tidemark.livetable.repository.jpa;

import org.jspecify.annotations.NullMarked;

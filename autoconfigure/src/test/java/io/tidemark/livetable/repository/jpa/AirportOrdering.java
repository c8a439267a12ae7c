package io.tidemark.livetable.repository.jpa;

import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.repository.QueryRewriter;

public final class AirportOrdering implements QueryRewriter {

    @Override
    public String rewrite(String query, Sort sort) {
        return query + " order by a.code";
    }

}

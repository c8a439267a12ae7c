package io.tidemark.actuate;

import java.util.Collection;

import io.tidemark.fold.Folds;

/** The folds as the endpoint shows them. */
public final class ManagedFolds implements ManagedCapability {

    private final Folds folds;

    /** Creates the view of {@code folds}. */
    public ManagedFolds(Folds folds) {
        this.folds = folds;
    }

    @Override
    public String name() {
        return "fold";
    }

    @Override
    public Collection<ManagedFold> caches() {
        return this.folds.all().stream().map(ManagedFold::new).toList();
    }

}

package io.tidemark.actuate.autoconfigure;

import java.util.Set;

import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.change.ApplicationEventChangeSource;

/** Matches if there is a change source that may be lost, which the events of the application can't be. */
final class OnRemoteChangeSourceCondition extends OnBeanOtherThanCondition {

    OnRemoteChangeSourceCondition() {
        super("Change source of live tables", ChangeSource.class, Set.of(ApplicationEventChangeSource.class));
    }

}

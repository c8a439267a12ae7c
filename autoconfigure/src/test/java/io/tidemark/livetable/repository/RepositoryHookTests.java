package io.tidemark.livetable.repository;

import java.util.List;

import io.tidemark.livetable.LiveTable;
import io.tidemark.livetable.TableReads;
import io.tidemark.livetable.TableWrites;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.modifier.Visibility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/** Repositories that can't be live tables. */
class RepositoryHookTests {

    @Test
    void reactiveRepositoryIsRefused() {
        assertThatExceptionOfType(UnsupportedRepositoryException.class)
            .isThrownBy(() -> apply(Live.class, true, mock(TableModel.class)))
            .withMessage("Repository '" + Live.class.getName()
                    + "' can't be a live table: it is reactive or made of coroutines")
            .satisfies(ex -> assertThat(ex.action())
                .isEqualTo("Remove @LiveTable from it, or let it return its rows directly."));
    }

    @Test
    void coroutineRepositoryIsRefused() {
        Class<?> continuation = new ByteBuddy().makeInterface()
            .name("kotlin.coroutines.Continuation")
            .make()
            .load(getClass().getClassLoader())
            .getLoaded();
        Class<?> coroutines = new ByteBuddy().makeInterface(Repository.class)
            .annotateType(AnnotationDescription.Builder.ofType(LiveTable.class).build())
            .defineMethod("findByName", Object.class, Visibility.PUBLIC)
            .withParameters(String.class, continuation)
            .withoutCode()
            .name("example.CoroutineRepository")
            .make()
            .load(continuation.getClassLoader())
            .getLoaded();

        assertThatExceptionOfType(UnsupportedRepositoryException.class)
            .isThrownBy(() -> apply(coroutines, false, mock(TableModel.class)))
            .withMessage("Repository 'example.CoroutineRepository' can't be a live table: it is reactive or made of "
                    + "coroutines");
    }

    @Test
    void repositoryOfAnotherLibraryIsRefused() {
        assertThatExceptionOfType(UnsupportedRepositoryException.class).isThrownBy(() -> apply(Live.class, false, null))
            .withMessage("Repository '" + Live.class.getName()
                    + "' can't be a live table: it is not a repository of Spring Data JDBC or JPA");
    }

    @Test
    void reactiveRepositoryThatIsNoLiveTableIsLeftAlone() {
        assertThat(apply(Plain.class, true, mock(TableModel.class)).getAdvisorCount()).isZero();
    }

    private static ProxyFactory apply(Class<?> type, boolean reactive, @Nullable TableModel model) {
        TableModels models = mock(TableModels.class);
        when(models.modelOf(any(), any(), any())).thenReturn(model);
        RepositoryInformation information = mock(RepositoryInformation.class);
        when(information.getRepositoryInterface()).thenAnswer(call -> type);
        when(information.getDomainType()).thenAnswer(call -> String.class);
        when(information.isReactiveRepository()).thenReturn(reactive);
        ProxyFactory proxy = new ProxyFactory();
        new RepositoryHook(mock(TableReads.class), mock(TableWrites.class), List.of(models), new ScopedPaths(null),
                List.of())
            .apply(mock(RepositoryFactorySupport.class), "repository", proxy, information);
        return proxy;
    }

    @LiveTable
    interface Live extends Repository<String, Long> {
    }

    interface Plain extends Repository<String, Long> {
    }

}

package io.tidemark.projection.autoconfigure;

import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.projection.ProjectionReader;
import io.tidemark.projection.autoconfigure.FlightApplications.Application;
import io.tidemark.projection.autoconfigure.FlightApplications.Board;
import io.tidemark.projection.autoconfigure.FlightApplications.Traffic;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

@SpringBootTest
class MockedReaderTests {

    @MockitoBean
    private ProjectionReader<Traffic> mocked;

    @Autowired
    private Board board;

    @Test
    void mockTakesThePlaceOfReader() {
        given(this.mocked.name()).willReturn("mock");

        assertThat(this.board.traffic().name()).isEqualTo("mock");
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({ TidemarkAutoConfiguration.class, ProjectionAutoConfiguration.class })
    @Import({ Application.class, Board.class })
    static class MockedApplication {

    }

}

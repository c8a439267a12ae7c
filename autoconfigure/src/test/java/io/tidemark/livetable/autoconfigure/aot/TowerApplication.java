package io.tidemark.livetable.autoconfigure.aot;

import java.util.function.Supplier;

import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.livetable.LiveTableOperations;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.autoconfigure.LiveTableAutoConfiguration;
import io.tidemark.livetable.autoconfigure.jdbc.Gate;
import io.tidemark.livetable.autoconfigure.jdbc.GateApplication;
import io.tidemark.livetable.autoconfigure.jdbc.GateRepository;
import io.tidemark.livetable.autoconfigure.jpa.Runway;
import io.tidemark.livetable.autoconfigure.jpa.RunwayApplication;
import io.tidemark.livetable.autoconfigure.jpa.RunwayRepository;
import io.tidemark.livetable.repository.RepositoryHook;

import org.springframework.aot.AotDetector;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.domain.PageRequest;

/** An application with tables of both libraries, which says what its reads did. */
@Configuration(proxyBeanMethods = false)
@Import({ GateApplication.class, RunwayApplication.class })
@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class, TransactionAutoConfiguration.class,
        TransactionManagerCustomizationAutoConfiguration.class, TaskExecutionAutoConfiguration.class,
        DataJdbcRepositoriesAutoConfiguration.class, HibernateJpaAutoConfiguration.class,
        DataJpaRepositoriesAutoConfiguration.class, TidemarkAutoConfiguration.class,
        LiveTableAutoConfiguration.class })
public class TowerApplication {

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(TowerApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        try (ConfigurableApplicationContext context = application.run(args)) {
            System.out.println("aot " + AotDetector.useGeneratedArtifacts());
            readAndWrite(context);
        }
    }

    private static void readAndWrite(ConfigurableApplicationContext context) {
        LiveTables tables = context.getBean(LiveTables.class);
        GateRepository gates = context.getBean(GateRepository.class);
        RunwayRepository runways = context.getBean(RunwayRepository.class);
        gates.save(new Gate(null, "A", 1));
        say(tables, "gates", () -> gates.findAll(PageRequest.of(0, 5)).getTotalElements());
        say(tables, "gates", () -> gates.findAll(PageRequest.of(0, 5)).getTotalElements());
        say(tables, "gates by terminal", () -> gates.findByTerminal("A").size());
        say(tables, "gates by terminal", () -> gates.findByTerminal("A").size());
        gates.save(new Gate(null, "A", 2));
        say(tables, "gates by terminal", () -> gates.findByTerminal("A").size());
        runways.save(new Runway("18L", 4_085));
        say(tables, "runways", () -> runways.findByLengthGreaterThan(4_000).size());
        say(tables, "runways", () -> runways.findByLengthGreaterThan(4_000).size());
        runways.deleteById("18L");
        say(tables, "runways", () -> runways.findByLengthGreaterThan(4_000).size());
        LiveTableOperations<Gate, Long> operations = context.getBean(Board.class).gates();
        say(tables, "operations", operations::count);
        System.out.println("left alone " + context.getBean(RepositoryHook.class)
            .leftAlone()
            .stream()
            .filter((method) -> method.method().contains("find"))
            .filter((method) -> method.method().contains("Terminal") || method.method().contains("Length"))
            .toList());
    }

    private static void say(LiveTables tables, String what, Supplier<Object> read) {
        Object answer = read.get();
        System.out.println(what + " " + answer + " " + tables.lastOutcome());
    }

    @Bean
    Board board(LiveTableOperations<Gate, Long> gates) {
        return new Board(gates);
    }

    record Board(LiveTableOperations<Gate, Long> gates) {
    }

}

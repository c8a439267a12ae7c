package io.tidemark.benchmarks.startup;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;

import com.sun.management.OperatingSystemMXBean;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An application with a web server, a database and Actuator, which ends when it is ready and prints how long that took.
 * Uses nothing of Tidemark, which need not be there.
 */
@EnableAutoConfiguration
public class StartedApplication {

    /** What is printed before the milliseconds since the start of the process and those of processor time. */
    static final String READY = "ready after ms: ";

    /** Starts the application with the configuration named by the first argument too, if there is one. */
    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(StartedApplication.class);
        application.setSources(Set.of(arguments));
        application.run("--server.port=0", "--spring.datasource.url=jdbc:h2:mem:startup",
                "--spring.application.name=startup").close();
    }

    /** Uses the database, as any application that has one does before it is ready. */
    @Bean
    ApplicationRunner database(JdbcTemplate database) {
        return (arguments) -> database.execute("create table airport (iata varchar(3) primary key)");
    }

    /** Prints the time. */
    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
        var process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        System.out.println(READY + millis + " " + Duration.ofNanos(process.getProcessCpuTime()).toMillis());
    }

}

package io.tidemark.benchmarks.startup;

import java.lang.management.ManagementFactory;
import java.util.Set;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/**
 * An application with a web server, a database and Actuator, which prints how long it took to be ready and ends. Uses
 * nothing of Tidemark, which need not be there.
 */
@EnableAutoConfiguration
public class StartedApplication {

    /** What the milliseconds since the start of the process are printed after. */
    static final String READY = "ready after ms: ";

    /** Starts the application with the configuration named by the first argument too, if there is one. */
    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(StartedApplication.class);
        application.setSources(Set.of(arguments));
        application.run("--server.port=0", "--spring.datasource.url=jdbc:h2:mem:startup",
                "--spring.application.name=startup").close();
    }

    /** Prints the time. */
    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        System.out.println(READY
                + (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()));
    }

}

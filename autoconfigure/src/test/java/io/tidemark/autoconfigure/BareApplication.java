package io.tidemark.autoconfigure;

import java.util.Map;
import java.util.Set;

import io.tidemark.projection.EventOrdering;
import io.tidemark.projection.EventSink;
import io.tidemark.projection.EventSource;
import io.tidemark.projection.Position;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionReader;
import io.tidemark.projection.RecordedEvent;
import io.tidemark.projection.StateCodec;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs without any optional library: adds one and two, then tells the result by its exit code. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class BareApplication {

    static final int EXIT_CODE = 73;

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(BareApplication.class);
        application.setDefaultProperties(Map.of("spring.main.banner-mode", "off", "logging.level.root", "warn"));
        int sum;
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            sum = context.getBean(Calculator.class).sums().get("numbers").state();
        }
        System.exit(sum == 3 ? EXIT_CODE : 1);
    }

    @Bean
    Calculator calculator(ProjectionReader<Integer> sums) {
        return new Calculator(sums);
    }

    @Bean
    Sum sum() {
        return new Sum();
    }

    @Bean
    EventSource<Integer> oneAndTwo() {
        return new OneAndTwo();
    }

    @Bean
    StateCodec<Integer> integers() {
        return new Integers();
    }

    record Calculator(ProjectionReader<Integer> sums) {
    }

    static class Sum implements Projection<Integer, Integer> {

        @Override
        public String name() {
            return "sum";
        }

        @Override
        public Integer initial(String streamId) {
            return 0;
        }

        @Override
        public Integer apply(Integer state, RecordedEvent<Integer> event) {
            return state + event.data();
        }

    }

    static class OneAndTwo implements EventSource<Integer> {

        @Override
        public EventOrdering ordering() {
            return EventOrdering.STREAM_VERSION;
        }

        @Override
        public Position head(String streamId, Set<String> types) {
            return new Position(2, "2", 0);
        }

        @Override
        public Position positionAt(String streamId, Set<String> types, long sequence) {
            return new Position(sequence, Long.toString(sequence), 0);
        }

        @Override
        public boolean read(String streamId, Set<String> types, Position after, EventSink<Integer> sink) {
            for (int i = 1; i <= 2; i++) {
                sink.accept(new RecordedEvent<>(streamId, i, Integer.toString(i), "number", i));
            }
            return true;
        }

    }

    static class Integers implements StateCodec<Integer> {

        @Override
        public String name() {
            return "byte";
        }

        @Override
        public byte[] encode(Integer state) {
            return new byte[] { state.byteValue() };
        }

        @Override
        public Integer decode(byte[] bytes) {
            return (int) bytes[0];
        }

    }

}

package io.tidemark.actuate.autoconfigure;

import io.tidemark.actuate.ManagedLiveTables;
import io.tidemark.actuate.TidemarkEndpoint;
import io.tidemark.actuate.autoconfigure.LiveTableApplications.AirportRepository;
import io.tidemark.actuate.autoconfigure.LiveTableApplications.Application;
import io.tidemark.actuate.autoconfigure.LiveTableApplications.CarrierRepository;
import io.tidemark.actuate.autoconfigure.LiveTableApplications.CurrentScope;
import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.change.ApplicationEventChangeSource;
import io.tidemark.livetable.repository.CountedConnections;
import io.tidemark.livetable.repository.LiveTableTestConfiguration;
import io.tidemark.projection.autoconfigure.ProjectionAutoConfiguration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.actuate.web.ServletManagementContextAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.domain.PageRequest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P12")
class LiveTableEndpointTests {

    private static final String AIRPORT = "/actuator/tidemark/livetable/airport";

    private static final PageRequest PAGE = PageRequest.of(0, 10);

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, ProjectionAutoConfiguration.class,
                LiveTableEndpointAutoConfiguration.class, TidemarkEndpointAutoConfiguration.class,
                EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
                JacksonEndpointAutoConfiguration.class, ManagementContextAutoConfiguration.class,
                ServletManagementContextAutoConfiguration.class, JacksonAutoConfiguration.class,
                HttpMessageConvertersAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
                WebMvcAutoConfiguration.class))
        .withUserConfiguration(Application.class)
        .withPropertyValues("management.endpoints.web.exposure.include=tidemark",
                "management.endpoint.tidemark.access=UNRESTRICTED");

    @Test
    void everyTableIsListedBeforeItIsRead() {
        this.runner.run((context) -> assertThat(http(context).get().uri("/actuator/tidemark")).hasStatusOk()
            .bodyJson()
            .satisfies((json) -> {
                assertThat(json).extractingPath("$.livetable.carrier.hits").isEqualTo(0);
                assertThat(json).extractingPath("$.livetable.airport.dataSource").isEqualTo("flights");
                assertThat(json).extractingPath("$.livetable.airport.cache.backend").isEqualTo("caffeine");
                assertThat(json).doesNotHavePath("$.livetable.airport.hitRatio");
            }));
    }

    @Test
    void tableIsShownWithWhatItsReadsDidAndItsMethods() {
        this.runner.run((context) -> {
            AirportRepository airports = context.getBean(AirportRepository.class);
            airports.findByState("TX", PAGE);
            airports.findByState("TX", PAGE);
            airports.countByState("TX");
            airports.findByCity("Austin");
            context.getBean(LiveTables.class).invalidate(new TableId("flights", "airport"));

            assertThat(http(context).get().uri(AIRPORT)).hasStatusOk().bodyJson().satisfies((json) -> {
                assertThat(json).extractingPath("$.hits").isEqualTo(1);
                assertThat(json).extractingPath("$.misses").isEqualTo(2);
                assertThat(json).extractingPath("$.loads").isEqualTo(2);
                assertThat(json).extractingPath("$.puts").isEqualTo(2);
                assertThat(json).extractingPath("$.invalidations").isEqualTo(1);
                assertThat(json).extractingPath("$.bypasses.method").isEqualTo(1);
                assertThat(json).extractingPath("$.bypasses.read-write-transaction").isEqualTo(0);
                assertThat(json).extractingPath("$.heldMarks").isEqualTo(0);
                assertThat(json).extractingPath("$.liftedMarks").isEqualTo(0);
                assertThat(json).extractingPath("$.faults").isEqualTo(0);
                assertThat(json).extractingPath("$.cache.persistent").isEqualTo(false);
                assertThat(json).extractingPath("$.methods").asArray()
                    .anySatisfy((method) -> assertThat(method).asString().startsWith("findByState~"));
                assertThat(json).extractingPath("$.leftAlone['AirportRepository.findByCity(String)']")
                    .isEqualTo("it is annotated with @Uncached");
                assertThat(json).doesNotHavePath("$.impediment");
                assertThat(json).doesNotHavePath("$.lastFault");
            });
            assertThat(http(context).get().uri(AIRPORT + "/entry?key=TX")).hasStatus(404);
        });
    }

    @Test
    void changeSourcesOfATableAndWhatStandsInItsWayAreShown() {
        ApplicationEventChangeSource events = new ApplicationEventChangeSource();
        this.runner.withBean(ChangeSource.class, () -> events).run((context) -> {
            LiveTables tables = context.getBean(LiveTables.class);
            assertThat(http(context).get().uri(AIRPORT)).bodyJson()
                .extractingPath("$.sources.application-events.connected")
                .isEqualTo(false);
            tables.attach(events);
            var write = tables.begin(new TableId("flights", "airport"), new TableId("flights", "airport").path());

            assertThat(http(context).get().uri(AIRPORT)).bodyJson().satisfies((json) -> {
                assertThat(json).extractingPath("$.sources.application-events.connected").isEqualTo(true);
                assertThat(json).extractingPath("$.impediment").isEqualTo("write-in-progress");
                assertThat(json).extractingPath("$.heldMarks").isEqualTo(1);
            });
            write.complete(true);
        });
    }

    @Test
    void tablesOfOneNameAreToldApartByTheirDataSources() {
        this.runner.run((context) -> {
            context.getBean(LiveTables.class).invalidate(new TableId("archive", "airport"));

            assertThat(http(context).get().uri("/actuator/tidemark/livetable/archive:airport")).hasStatusOk()
                .bodyJson()
                .extractingPath("$.dataSource")
                .isEqualTo("archive");
            assertThat(http(context).get().uri("/actuator/tidemark/livetable/flights:airport")).hasStatusOk();
            assertThat(http(context).get().uri(AIRPORT)).hasStatus(404);
            assertThat(http(context).get().uri("/actuator/tidemark/livetable/carrier")).hasStatusOk();
        });
    }

    @Test
    void deleteOfTheWholeTableLeavesTheOtherTable() {
        this.runner.run((context) -> {
            fill(context);

            assertRemoved(context, "*", 4);

            assertThat(queries(context, () -> fillAirports(context))).isEqualTo(4);
            assertThat(queries(context, () -> context.getBean(CarrierRepository.class).findByName("Delta"))).isZero();
        });
    }

    @Test
    void deleteByStartOfMethodRemovesItsAnswersAndNoOthers() {
        this.runner.run((context) -> {
            AirportRepository airports = context.getBean(AirportRepository.class);
            fill(context);

            assertRemoved(context, "findByState~", 2);

            assertThat(queries(context, () -> airports.findByStateAndCity("TX", "Austin"))).isZero();
            assertThat(queries(context, () -> airports.countByState("TX"))).isZero();
            assertThat(queries(context, () -> airports.findByState("TX", PAGE))).isEqualTo(1);
            assertThat(queries(context, () -> airports.findByState("GA", PAGE))).isEqualTo(1);
            assertRemoved(context, "findByState", 3);
            assertRemoved(context, "findByState", 0);
            assertRemoved(context, "nothing", 0);
        });
    }

    @Test
    void deleteOfAScopeLeavesTheOthers() {
        CurrentScope scope = new CurrentScope();
        this.runner.withBean(CurrentScope.class, () -> scope).run((context) -> {
            AirportRepository airports = context.getBean(AirportRepository.class);
            for (String name : new String[] { "client", "client/1", "clients" }) {
                scope.name.set(name);
                fillAirports(context);
            }

            assertRemoved(context, "client/1/count", 1);
            scope.name.set("client/1");
            assertThat(queries(context, () -> airports.countByState("TX"))).isEqualTo(1);
            assertThat(queries(context, () -> airports.findByState("TX", PAGE))).isZero();

            assertRemoved(context, "client/", 4);
            assertThat(queries(context, () -> fillAirports(context))).isZero();
            scope.name.set("clients");
            assertThat(queries(context, () -> fillAirports(context))).isZero();
            scope.name.set("client");
            assertThat(queries(context, () -> fillAirports(context))).isEqualTo(4);

            assertRemoved(context, "*", 12);
        });
    }

    @Test
    void deleteWithoutScopeIsRefusedWhereThereAreScopes() {
        this.runner.withBean(CurrentScope.class, CurrentScope::new).run((context) -> {
            fill(context);

            assertThat(http(context).delete().uri(AIRPORT + "?prefix=findBy")).hasStatus(400);

            assertRemoved(context, "/findByState~", 2);
        });
    }

    @Test
    void deleteWithoutPrefixIsRefusedAndOfUnknownTableNotFound() {
        this.runner.run((context) -> {
            fill(context);

            assertThat(http(context).delete().uri(AIRPORT)).hasStatus(400);
            assertThat(http(context).delete().uri(AIRPORT + "?prefix=")).hasStatus(400);
            assertThat(http(context).delete().uri("/actuator/tidemark/livetable/nothing?prefix=*")).hasStatus(404);
            assertThat(queries(context, () -> fillAirports(context))).isZero();
        });
    }

    @Test
    void nothingCanBeChangedUnlessAccessIsOpened() {
        this.runner.withPropertyValues("management.endpoint.tidemark.access=READ_ONLY").run((context) -> {
            fill(context);

            assertThat(http(context).delete().uri(AIRPORT + "?prefix=*")).hasStatus(405);
            assertThat(queries(context, () -> fillAirports(context))).isZero();
        });
    }

    @Test
    @Tag("P10")
    void viewIsThereOnlyWithLiveTablesAndTheEndpoint() {
        ApplicationContextRunner plain = new ApplicationContextRunner().withConfiguration(
                AutoConfigurations.of(LiveTableEndpointAutoConfiguration.class, TidemarkEndpointAutoConfiguration.class,
                        EndpointAutoConfiguration.class));
        plain.withPropertyValues("management.endpoints.jmx.exposure.include=tidemark", "spring.jmx.enabled=true")
            .run((context) -> assertThat(context).hasSingleBean(TidemarkEndpoint.class)
                .doesNotHaveBean(ManagedLiveTables.class));
        ApplicationContextRunner live = plain.withUserConfiguration(Application.class);
        live.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ManagedLiveTables.class));
        new ApplicationContextRunner().withUserConfiguration(LiveTableTestConfiguration.class, Listed.class)
            .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("tidemarkManagedLiveTables"));
    }

    private static void fill(ApplicationContext context) {
        fillAirports(context);
        context.getBean(CarrierRepository.class).findByName("Delta");
    }

    private static void fillAirports(ApplicationContext context) {
        AirportRepository airports = context.getBean(AirportRepository.class);
        airports.findByState("TX", PAGE);
        airports.findByState("GA", PAGE);
        airports.findByStateAndCity("TX", "Austin");
        airports.countByState("TX");
    }

    private static int queries(ApplicationContext context, Runnable reads) {
        CountedConnections connections = context.getBean(CountedConnections.class);
        int before = connections.taken();
        reads.run();
        return connections.taken() - before;
    }

    private static void assertRemoved(WebApplicationContext context, String prefix, int removed) {
        assertThat(http(context).delete().uri(AIRPORT + "?prefix={prefix}", prefix)).hasStatusOk()
            .bodyJson()
            .isStrictlyEqualTo("{\"removed\": " + removed + "}");
    }

    private static MockMvcTester http(WebApplicationContext context) {
        return MockMvcTester.from(context);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(LiveTableEndpointAutoConfiguration.class)
    static class Listed {
    }

}

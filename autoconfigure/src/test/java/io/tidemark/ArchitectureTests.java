package io.tidemark;

import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The arrows between the packages. */
class ArchitectureTests {

    private static JavaClasses production;

    @BeforeAll
    static void read() {
        production = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tidemark");
    }

    @Test
    void keyKnowsNobody() {
        knowsOnly("io.tidemark.key..", "io.tidemark.key..");
    }

    @Test
    void generationKnowsKey() {
        knowsOnly("io.tidemark.generation..", "io.tidemark.generation..", "io.tidemark.key..");
    }

    @Test
    void directoryKnowsNobody() {
        knowsOnly("io.tidemark.directory..", "io.tidemark.directory..");
    }

    @Test
    void mvstoreKnowsKeyAndDirectory() {
        knowsOnly("io.tidemark.mvstore..", "io.tidemark.mvstore..", "io.tidemark.key..", "io.tidemark.directory..");
    }

    @Test
    void projectionKnowsKeyAndGeneration() {
        knowsOnly("io.tidemark.projection", "io.tidemark.projection", "io.tidemark.key..", "io.tidemark.generation..");
    }

    @Test
    void liveTableKnowsKeyAndGeneration() {
        knowsOnly("io.tidemark.livetable", "io.tidemark.livetable", "io.tidemark.key..", "io.tidemark.generation..");
    }

    @Test
    void implementationsOfProjectionsKnowTheirApiAndDirectory() {
        for (String implementation : new String[] { "cache", "jdbc", "json" }) {
            knowsOnly("io.tidemark.projection.%s..".formatted(implementation),
                    "io.tidemark.projection.%s..".formatted(implementation), "io.tidemark.projection",
                    "io.tidemark.key..", "io.tidemark.generation..", "io.tidemark.directory..", "io.tidemark.journal..",
                    "io.tidemark.mvstore..");
        }
    }

    @Test
    void foldKnowsNobodyAndItsStoreKnowsFiles() {
        knowsOnly("io.tidemark.fold", "io.tidemark.fold");
        knowsOnly("io.tidemark.fold.mvstore", "io.tidemark.fold.mvstore", "io.tidemark.fold", "io.tidemark.mvstore",
                "io.tidemark.directory");
    }

    @Test
    void actuateKnowsCapabilitiesAndNotTheirConfiguration() {
        noClasses().that()
            .resideInAPackage("io.tidemark.actuate")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.tidemark..autoconfigure..")
            .check(production);
    }

    @Test
    void nobodyKnowsAutoConfiguration() {
        noClasses().that(resideInAnyPackage("io.tidemark..").and(resideOutsideOfPackages("..autoconfigure..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.tidemark..autoconfigure..")
            .check(production);
    }

    @Test
    void sharedConfigurationKnowsNoCapability() {
        knowsOnly("io.tidemark.autoconfigure..", "io.tidemark.autoconfigure..", "io.tidemark.directory..");
    }

    @Test
    void onlySomePackagesKnowSpring() {
        noClasses()
            .that(resideInAnyPackage("io.tidemark..").and(resideOutsideOfPackages("io.tidemark.livetable..", "..jdbc..",
                    "..autoconfigure..", "io.tidemark.actuate..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..")
            .check(production);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.tidemark.(**)").should().beFreeOfCycles().check(production);
    }

    @Test
    void jsonLibraryIsKnownToJsonAndItsConfiguration() {
        noClasses().that(resideOutsideOfPackages("..json..", "..autoconfigure.."))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("tools.jackson..")
            .check(production);
    }

    @Test
    void noStateIsStaticButTheSharedStores() {
        fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .areNotEnums()
            .should()
            .beFinal()
            .check(production);
    }

    @Test
    void everyAutoConfigurationIsListedInOrder() {
        List<String> listed = ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())
            .getCandidates()
            .stream()
            .filter((name) -> name.startsWith("io.tidemark."))
            .toList();

        assertThat(listed).isSorted()
            .containsExactlyInAnyOrderElementsOf(production.stream()
                .filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
                .map(JavaClass::getName)
                .toList());
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(packages(production.getPackage("io.tidemark")))
            .filteredOn((each) -> !each.getClasses().isEmpty())
            .isNotEmpty()
            .allSatisfy((each) -> assertThat(each.isAnnotatedWith(NullMarked.class)).as(each.getName()).isTrue());
    }

    @Test
    void classesAreFinalUnlessProxiesNeedThem() {
        classes().that()
            .arePublic()
            .and()
            .areNotInterfaces()
            .and()
            .areTopLevelClasses()
            .and(resideOutsideOfPackages("io.tidemark.actuate.."))
            .and()
            .areNotAssignableTo(Throwable.class)
            .should(beFinalOrAbstract())
            .check(production);
    }

    private static void knowsOnly(String knowing, String... known) {
        noClasses().that()
            .resideInAPackage(knowing)
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.tidemark..").and(resideOutsideOfPackages(known)))
            .check(production);
    }

    private static ArchCondition<JavaClass> beFinalOrAbstract() {
        return ArchConditions
            .have(DescribedPredicate.describe("the modifier final or abstract",
                    (type) -> type.getModifiers().contains(JavaModifier.FINAL)
                            || type.getModifiers().contains(JavaModifier.ABSTRACT)));
    }

    private static Stream<JavaPackage> packages(JavaPackage root) {
        return Stream.concat(Stream.of(root), root.getSubpackagesInTree().stream());
    }

}

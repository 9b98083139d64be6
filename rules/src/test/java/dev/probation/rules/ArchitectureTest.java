package dev.probation.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Holds the import table of the rules: a package knows those above it, and nothing of the world outside. */
class ArchitectureTest {

    private static final String ROOT = "dev.probation.rules";
    private static final List<String> TABLE =
            List.of("sample", "expectation", "evidence", "check", "window", "deployment");
    private static final JavaClasses CODE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);
    private static final JavaClasses TESTS =
            new ClassFileImporter().withImportOption(new OnlyIncludeTests()).importPackages(ROOT);

    @Test
    void anImportOnlyPointsUpwardsInTheTable() {
        LayeredArchitecture table =
                layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
        for (String name : TABLE) {
            table = table.layer(name).definedBy(ROOT + '.' + name + "..");
        }
        for (int i = 0; i < TABLE.size(); i++) {
            String[] below = TABLE.subList(i + 1, TABLE.size()).toArray(String[]::new);
            table = below.length == 0
                    ? table.whereLayer(TABLE.get(i)).mayNotBeAccessedByAnyLayer()
                    : table.whereLayer(TABLE.get(i)).mayOnlyBeAccessedByLayers(below);
        }

        table.check(CODE);
    }

    @Test
    void everyPackageStandsInTheTable() {
        String[] known = TABLE.stream().map(name -> ROOT + '.' + name + "..").toArray(String[]::new);

        classes().should().resideInAnyPackage(known).check(CODE);
    }

    @Test
    void noPackageIsInACircle() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void whatDecidesTouchesNothingOutside() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..",
                        "java.nio.file..",
                        "java.sql..",
                        "java.util.logging..",
                        "java.util.concurrent..",
                        "org.slf4j..",
                        "io.vertx..")
                .check(CODE);
    }

    @Test
    void aTestIsNamedSoThatItIsRun() {
        methods()
                .that()
                .areMetaAnnotatedWith(Test.class)
                .or()
                .areAnnotatedWith(Test.class)
                .or()
                .areAnnotatedWith(ParameterizedTest.class)
                .or()
                .areAnnotatedWith(FuzzTest.class)
                .should()
                .beDeclaredInClassesThat()
                .haveNameMatching(".*(Test|IT)")
                .check(TESTS);
    }
}

package dev.probation.rules;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
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
    private static final DescribedPredicate<HasName> OPTIONAL = nameMatching("java\\.util\\.Optional\\w*");
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

    /** An Optional is what a method returns; but a record hands its components on to its copies. */
    @Test
    void nothingIsHandedOverInAnOptional() {
        noCodeUnits()
                .that(not(describe("of a record's own", ArchitectureTest::isRecordsOwn)))
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .should()
                .haveRawParameterTypes(anyElementThat(OPTIONAL))
                .check(CODE);
    }

    private static boolean isRecordsOwn(JavaCodeUnit code) {
        return code.getOwner().isRecord()
                && (code.isConstructor() || code.getModifiers().contains(JavaModifier.PRIVATE));
    }

    @Test
    void noFieldIsAnOptional() {
        noFields()
                .that()
                .areDeclaredInClassesThat(not(describe("are records", JavaClass::isRecord)))
                .should()
                .haveRawType(OPTIONAL)
                .check(CODE);
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

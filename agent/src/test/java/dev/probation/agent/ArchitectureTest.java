package dev.probation.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import dev.probation.agent.time.AllowForbiddenApi;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the agent's import table, and where it may block. */
class ArchitectureTest {

    private static final String ROOT = "dev.probation.agent";
    private static final List<String> PACKAGES = List.of(
            "time",
            "text",
            "json",
            "http",
            "blocking",
            "settings",
            "metrics",
            "config",
            "notice",
            "probe",
            "store",
            "schedule",
            "receiver",
            "deployments",
            "journal",
            "notification",
            "outbox",
            "alarm",
            "past",
            "rollback",
            "snapshot",
            "watch",
            "report",
            "web",
            "assembly",
            "cli");
    private static final JavaClasses CODE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);
    private static final JavaClasses TESTS =
            new ClassFileImporter().withImportOption(new OnlyIncludeTests()).importPackages(ROOT);

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            package      | may import
            time         | -
            text         | -
            json         | text
            http         | time
            blocking     | time
            settings     | text
            metrics      | -
            config       | text settings
            notice       | text config
            probe        | time text json settings config http blocking
            store        | config notice
            schedule     | time config probe
            receiver     | time text json settings metrics config notice store http blocking
            deployments  | config store
            journal      | store deployments
            notification | config notice store receiver
            outbox       | time text metrics config notice store receiver
            alarm        | time metrics config notice store receiver outbox
            past         | time text config probe store schedule journal
            rollback     | time text config notice store deployments journal notification
            snapshot     | deployments
            watch        | time text metrics config probe store schedule deployments journal notification past rollback snapshot
            report       | text store deployments
            web          | time text json settings metrics config store deployments past notice
            assembly     | time metrics config probe store deployments outbox alarm watch report web receiver
            """)
    void anImportStandsInTheTable(String name, String may) {
        List<String> allowed = may.equals("-") ? List.of() : Arrays.asList(may.split(" "));
        String[] forbidden = PACKAGES.stream()
                .filter(other -> !other.equals(name) && !allowed.contains(other))
                .map(ArchitectureTest::all)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(all(name))
                .should()
                .dependOnClassesThat(resideInAnyPackage(forbidden).and(not(type(AllowForbiddenApi.class))))
                .check(CODE);
    }

    private static String all(String name) {
        return ROOT + '.' + name + "..";
    }

    @Test
    void everyPackageStandsInTheTable() {
        String[] known = PACKAGES.stream().map(ArchitectureTest::all).toArray(String[]::new);

        classes().should().resideInAnyPackage(known).check(CODE);
    }

    @Test
    void noPackageIsInACircle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void noPackageBelowAnotherIsInACircle() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CODE);
    }

    /** A kind of probe or receiver is a package of its own; but Prometheus' API is one of HTTP's, and Argo's one of Kubernetes'. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"probe", "receiver.notify", "receiver.rollback"})
    void oneKindDoesNotKnowAnother(String kinds) {
        slices().matching(ROOT + '.' + kinds + ".(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        resideInAnyPackage(ROOT + ".probe.prometheus.."), resideInAnyPackage(ROOT + ".probe.http"))
                .ignoreDependency(
                        resideInAnyPackage(ROOT + ".receiver.rollback.argo"),
                        resideInAnyPackage(ROOT + ".receiver.rollback.kubernetes"))
                .check(CODE);
    }

    /** But the agent reads versions over HTTP, and a backtest reads releases of Prometheus. */
    @Test
    void nothingElseNamesAKindOfProbeOrReceiver() {
        noClasses()
                .that(not(resideInAnyPackage(all("probe"), all("receiver"), all("assembly"), all("cli.replay"))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".probe.*..", ROOT + ".receiver.notify..", ROOT + ".receiver.rollback..")
                .check(CODE);
    }

    /** Blocking work has few homes, each with its own bounded threads. */
    @Test
    void nothingBlocksButInItsPlace() {
        List<String> places = List.of(
                ".store.StoreExecutor",
                ".blocking.SharedThreads",
                ".outbox.Outbox",
                ".web.api.AgentRoutes"); // writes the page of metrics, which may be long
        String elsewhere = places.stream()
                .map(place -> (ROOT + place).replace(".", "\\."))
                .reduce((one, other) -> one + '|' + other)
                .orElseThrow();

        noClasses()
                .that()
                .haveNameNotMatching("(" + elsewhere + ")(\\$.*)?")
                .should()
                .callMethodWhere(target(nameMatching("executeBlocking|createSharedWorkerExecutor")))
                .check(CODE);
        assertThat(Stream.of(Vertx.class, WorkerExecutor.class)
                        .flatMap(type -> Arrays.stream(type.getMethods()))
                        .map(Method::getName))
                .contains("executeBlocking", "createSharedWorkerExecutor");
    }

    @Test
    void noDateOfTheOldKindIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Date")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Calendar")
                .check(CODE);
    }

    @Test
    void noTestSleeps() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(TESTS);
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CODE);
    }

    @Test
    void aTestIsNamedSoThatItIsRun() {
        methods()
                .that()
                .areAnnotatedWith(Test.class)
                .or()
                .areAnnotatedWith(ParameterizedTest.class)
                .or()
                .areAnnotatedWith(FuzzTest.class)
                .should()
                .beDeclaredInClassesThat()
                .haveNameMatching(".*(Test|IT|Contract)(\\$.*)?")
                .check(TESTS);
    }
}

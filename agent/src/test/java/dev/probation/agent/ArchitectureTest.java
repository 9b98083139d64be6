package dev.probation.agent;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import dev.probation.agent.time.AllowForbiddenApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the agent's import table, and where it may block. */
class ArchitectureTest {

    private static final String ROOT = "dev.probation.agent";
    private static final Path PAGE = Path.of("..", "docs", "architecture.md");
    private static final Path PICTURE = Path.of("..", "docs", "architecture.svg");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| [^|]+ \\| ((?:`\\w+` ?)+|-) \\|$");
    /** A room in the picture: how far below the top it stands, and its name. */
    private static final Pattern BOX =
            Pattern.compile("<rect x=\"\\d+\" y=\"(\\d+)\" width=\"150\"[^>]*/><text[^>]*>(\\w+)</text>");

    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final Pattern CLASS = Pattern.compile("`((?:\\w+\\.)+[A-Z]\\w+)`");
    private static final int MOST_FILES = 25;
    private static final DescribedPredicate<HasName> OPTIONAL = nameMatching("java\\.util\\.Optional\\w*");

    private static final JavaClasses CODE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);
    private static final JavaClasses TESTS =
            new ClassFileImporter().withImportOption(new OnlyIncludeTests()).importPackages(ROOT);

    /** The rooms that each room may use, as the page's table has them. */
    private static Map<String, List<String>> table() throws IOException {
        Map<String, List<String>> table = new LinkedHashMap<>();
        ROW.matcher(Files.readString(PAGE))
                .results()
                .forEach(row -> table.put(
                        row.group(1),
                        WORD.matcher(row.group(2))
                                .results()
                                .map(MatchResult::group)
                                .toList()));
        return table;
    }

    static Set<String> rooms() throws IOException {
        return table().keySet();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rooms")
    void anImportStandsInTheTable(String name) throws IOException {
        Map<String, List<String>> table = table();
        List<String> allowed = Objects.requireNonNull(table.get(name));
        String[] forbidden = table.keySet().stream()
                .filter(other -> !other.equals(name) && !allowed.contains(other))
                .map(ArchitectureTest::all)
                .toArray(String[]::new);

        assertThat(table.keySet()).containsAll(allowed);
        noClasses()
                .that()
                .resideInAPackage(all(name))
                .should()
                .dependOnClassesThat(resideInAnyPackage(forbidden).and(not(type(AllowForbiddenApi.class))))
                .check(CODE);
    }

    /** A room stands below all that use it, so that the table reads from the ground up. */
    @Test
    void aRoomUsesOnlyRoomsAboveItInTheTable() throws IOException {
        List<String> known = new ArrayList<>();
        table().forEach((room, used) -> {
            assertThat(known).as(room).containsAll(used);
            known.add(room);
        });
    }

    @Test
    void thePictureShowsEveryRoom() throws IOException {
        String picture = Files.readString(PICTURE);

        assertThat(rooms()).allSatisfy(room -> assertThat(picture).contains(">" + room + "</text>"));
    }

    @Test
    void inThePictureARoomStandsAboveThoseItUses() throws IOException {
        Map<String, Integer> heights = BOX.matcher(Files.readString(PICTURE))
                .results()
                .collect(Collectors.toMap(box -> box.group(2), box -> Integer.parseInt(box.group(1))));

        table().forEach((room, used) -> assertThat(used)
                .as(room)
                .allSatisfy(below -> assertThat(heights.get(below)).as(below).isGreaterThan(heights.get(room))));
    }

    @Test
    void thePageNamesClassesThatThereAre() throws IOException {
        List<String> named = CLASS.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(named).hasSizeGreaterThan(20).doesNotHaveDuplicates().allSatisfy(ArchitectureTest::exists);
    }

    private static void exists(String name) {
        String root = name.startsWith("rules.") ? "dev.probation." : ROOT + '.';
        assertThatCode(() -> Class.forName(root + name)).as(name).doesNotThrowAnyException();
    }

    @Test
    void noPackageHasTooManyFiles() throws IOException {
        Map<Path, Long> files;
        try (Stream<Path> all = Files.walk(Path.of("src", "main", "java"))) {
            files = all.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
        }

        assertThat(files)
                .hasSizeGreaterThan(30)
                .allSatisfy((folder, count) ->
                        assertThat(count).as(folder.toString()).isLessThanOrEqualTo(MOST_FILES));
    }

    @Test
    void everyPackageSaysWhatItOwns() throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.walk(Path.of("src", "main", "java"))) {
            folders = all.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .toList();
        }

        assertThat(folders)
                .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                        .content()
                        .startsWith("/**")
                        .contains("@NullMarked"));
    }

    private static String all(String name) {
        return ROOT + '.' + name + "..";
    }

    @Test
    void everyPackageStandsInTheTable() throws IOException {
        String[] known = rooms().stream().map(ArchitectureTest::all).toArray(String[]::new);

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

    /** Threads, which alone may block, have few homes, each with a bound of its own. */
    private static final Set<String> HOMES_OF_THREADS = Set.of(
            ROOT + ".blocking.SharedThreads",
            ROOT + ".blocking.SingleThreads",
            ROOT + ".names.HostNames", // a resolver that is silent is to hold up no probe
            ROOT + ".probe.http.HttpProbe", // looks at a long body
            ROOT + ".store.StoreExecutor",
            ROOT + ".store.sql.database.PostgresLease", // is renewed whatever else the store does
            ROOT + ".outbox.Outbox",
            ROOT + ".outbox.OutboxScheduler",
            ROOT + ".receiver.rollback.command.CommandOutput", // reads what a program says, which may be much
            ROOT + ".web.api.AgentRoutes", // writes the page of metrics, which may be long
            ROOT + ".cli.ServeCommand", // stops the agent when the process is told to end
            ROOT + ".cli.command.Interruption", // says what a process that a signal ends has not done
            ROOT + ".cli.local.TemporaryFolder", // removes it when the process ends
            ROOT + ".cli.replay.Recordings"); // one for each processor, in a command of its own

    private static final DescribedPredicate<JavaAccess<?>> BEGINS_A_THREAD =
            DescribedPredicate.describe("begin a thread or give one work", ArchitectureTest::beginsAThread);

    private static boolean beginsAThread(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getTarget().getName();
        boolean made = name.equals("<init>") || (owner.isEquivalentTo(Executors.class) && name.startsWith("new"));
        boolean ofThreads = owner.isAssignableTo(Thread.class)
                || owner.isAssignableTo(Executor.class)
                || owner.isEquivalentTo(Timer.class)
                || owner.isEquivalentTo(Executors.class);
        boolean given = name.equals("executeBlocking")
                || name.equals("createSharedWorkerExecutor")
                || name.equals("parallelStream")
                || (owner.isAssignableTo(CompletableFuture.class) && name.endsWith("Async"));
        return given || (made && ofThreads);
    }

    private static boolean isHomeOfThreads(JavaClass type) {
        return HOMES_OF_THREADS.contains(type.getName().replaceFirst("\\$.*", ""));
    }

    @Test
    void nothingBlocksButInItsPlace() {
        noClasses()
                .that(not(DescribedPredicate.describe("homes of threads", ArchitectureTest::isHomeOfThreads)))
                .should()
                .accessTargetWhere(BEGINS_A_THREAD)
                .check(CODE);

        assertThat(CODE.stream()
                        .flatMap(type -> type.getAccessesFromSelf().stream())
                        .filter(BEGINS_A_THREAD)
                        .map(access -> access.getOriginOwner().getName().replaceFirst("\\$.*", "")))
                .as("homes that are none are no exception")
                .containsAll(HOMES_OF_THREADS);
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

    /** An Optional is what a method returns; but picocli fills options so, and a record hands its components on to its copies. */
    @Test
    void nothingIsHandedOverInAnOptional() {
        noCodeUnits()
                .that()
                .areDeclaredInClassesThat(resideOutsideOfPackage(all("cli")))
                .and(not(describe("of a record's own", ArchitectureTest::isRecordsOwn)))
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
                .areDeclaredInClassesThat(
                        resideOutsideOfPackage(all("cli")).and(not(describe("are records", JavaClass::isRecord))))
                .should()
                .haveRawType(OPTIONAL)
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

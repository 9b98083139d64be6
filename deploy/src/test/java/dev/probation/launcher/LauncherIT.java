package dev.probation.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code deploy/probation}, in a folder whose name has a space, as users have them. */
class LauncherIT {

    @TempDir
    private Path folder;

    private Path place;
    private Path temporary;

    private record Answer(int code, String out, String error) {}

    @BeforeEach
    void install() throws IOException {
        install("a place");
    }

    private void install(String name) throws IOException {
        place = Files.createDirectory(folder.resolve(name));
        temporary = Files.createDirectories(folder.resolve("tmp"));
        Path built = Path.of("../agent/target/probation.jar").toAbsolutePath().normalize();
        assertThat(built).as("the jar that mvn package makes").exists();
        Path unusedScript = Files.copy(Path.of("../deploy/probation"), place.resolve("probation"));
        assertThat(place.resolve("probation").toFile().setExecutable(true)).isTrue();
        Path unusedJar = Files.copy(built, place.resolve("probation.jar"));
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(place.resolve("probation").toString()), Stream.of(arguments))
                        .toList());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TMPDIR", temporary.toString());
        builder.environment().putAll(environment);
        return builder.directory(place.toFile()).start();
    }

    private Answer run(Map<String, String> environment, String... arguments) throws Exception {
        return answer(start(environment, arguments));
    }

    private static Answer answer(Process process) throws Exception {
        CompletableFuture<String> error = CompletableFuture.supplyAsync(() -> text(process));
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Answer(process.exitValue(), out, error.get());
    }

    private static String text(Process process) {
        try {
            return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void makesAnArchiveAndStartsWithIt() throws Exception {
        // Java 17 takes only its own classes from an archive in a folder with a space
        install("place");
        Answer made = run(Map.of(), "--make-archive");
        assertThat(made.error()).isEmpty();
        assertThat(made.code()).isZero();
        assertThat(place.resolve("probation.jsa")).exists();
        assertThat(place.resolve("libsqlitejdbc.so")).exists();
        assertThat(temporary).isEmptyDirectory();

        Path loaded = folder.resolve("loaded.txt");
        Answer version = run(Map.of("PROBATION_JAVA_OPTS", "-Xlog:class+load:file=../loaded.txt"), "--version");
        assertThat(version.error()).isEmpty();
        assertThat(version.code()).isZero();
        assertThat(version.out()).startsWith("probation ");
        assertThat(loaded).content().containsPattern("dev\\.probation\\.\\S+ source: shared objects file");
    }

    @Test
    void saysBeforehandThatAnArchiveCannotBeThere() throws Exception {
        Answer inFolder = run(Map.of("PROBATION_ARCHIVE", place.toString()), "--make-archive");
        assertThat(inFolder.error())
                .isEqualTo("probation: PROBATION_ARCHIVE is the folder " + place + "; give the path of a file in it\n");
        assertThat(inFolder.code()).isEqualTo(2);

        Path nowhere = folder.resolve("nowhere/x.jsa");
        Answer missing = run(Map.of("PROBATION_ARCHIVE", nowhere.toString()), "--make-archive");
        assertThat(missing.error())
                .isEqualTo("probation: cannot write " + nowhere + "; name another path with PROBATION_ARCHIVE\n");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(temporary).isEmptyDirectory();
    }

    /** 1 is the verdict "fail". */
    @ParameterizedTest
    @ValueSource(strings = {"-Xmx900000g", "-Xbad", "-Xmx2m -Xms2m"})
    void aJavaThatCannotStartIsNoVerdict(String options) throws Exception {
        Answer unstarted = run(Map.of("PROBATION_JAVA_OPTS", options), "verify", "shop", "1", "--for", "10s");

        assertThat(unstarted.error()).startsWith(cannotRun(place.resolve("probation.jar")));
        assertThat(unstarted.code()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "cut", "rubbish", "empty", "other"})
    void aJarThatIsNotProbationIsNoVerdict(String name) throws Exception {
        Path jar = folder.resolve(name);
        switch (name) {
            case "text" -> write(jar, "no jar".getBytes(StandardCharsets.UTF_8));
            case "rubbish" -> write(jar, "PK and rubbish".getBytes(StandardCharsets.UTF_8));
            case "cut" -> write(jar, Arrays.copyOf(Files.readAllBytes(place.resolve("probation.jar")), 3_000_000));
            case "empty" -> new ZipOutputStream(Files.newOutputStream(jar)).close();
            default -> new JarOutputStream(Files.newOutputStream(jar), mainClass("java.util.UUID")).close();
        }

        Answer unstarted = run(Map.of("PROBATION_JAR", jar.toString()), "verify", "shop", "1", "--for", "10s");

        assertThat(unstarted.error()).startsWith(cannotRun(jar));
        assertThat(unstarted.code()).isEqualTo(2);
    }

    private static String cannotRun(Path jar) {
        return "probation: Java cannot run " + jar
                + "; check PROBATION_JAR, PROBATION_JAVA_OPTS, and the limits of memory"
                + " and processes. Java said: ";
    }

    private static void write(Path file, byte[] content) throws IOException {
        assertThat(Files.write(file, content)).exists();
    }

    private static Manifest mainClass(String name) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Main-Class", name);
        return manifest;
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 63})
    void tooFewOpenFilesAreSaid(int files) throws Exception {
        Answer few = limited(files, "serve");

        assertThat(few.error())
                .isEqualTo("probation: expected a limit of at least 64 open files, but found " + files
                        + "; raise it with \"ulimit -n\" as root, or with LimitNOFILE in the systemd unit\n");
        assertThat(few.code()).isEqualTo(2);
    }

    @Test
    void enoughOpenFilesAreEnough() throws Exception {
        Answer enough = limited(64, "--version");

        assertThat(enough.error()).isEmpty();
        assertThat(enough.code()).isZero();
    }

    private Answer limited(int files, String command) throws Exception {
        return shell("ulimit -n " + files + "; exec ./probation " + command);
    }

    /** Else a file that Java opens takes its place, and a command reads that. */
    @ParameterizedTest
    @ValueSource(strings = {"replay -", "compare --baseline - --current probation --direction either"})
    void aClosedStandardInputIsAnEmptyOne(String command) throws Exception {
        write(place.resolve("probation.yaml"), """
                targets: { app: { http: "http://localhost:9" } }
                services: { shop: { checks: { health: { http: app } } } }
                """.getBytes(StandardCharsets.UTF_8));
        Answer empty = shell("./probation " + command + " </dev/null");

        assertThat(empty.code()).isEqualTo(2);
        assertThat(shell("./probation " + command + " <&-")).isEqualTo(empty);
    }

    private Answer shell(String line) throws Exception {
        return answer(
                new ProcessBuilder("sh", "-c", line).directory(place.toFile()).start());
    }

    @Test
    void leavesNothingBehindWhereItIsStopped() throws Exception {
        Process making = start(Map.of(), "--make-archive");
        List<ProcessHandle> agents = agents(making);
        while (agents.isEmpty() && making.isAlive()) {
            assertThat(making.waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
            agents = agents(making);
        }

        making.destroy();

        assertThat(making.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(making.exitValue()).isEqualTo(143);
        for (ProcessHandle agent : agents) {
            assertThat(agent.onExit().get(1, TimeUnit.MINUTES)).isEqualTo(agent);
        }
        assertThat(temporary).isEmptyDirectory();
    }

    /** Below {@code nohup} the JVM leaves SIGHUP ignored, so there may be no line of it. */
    @Test
    void anAgentIgnoresSignalsThatAreNoOrderToStop() throws Exception {
        Path config = Files.writeString(folder.resolve("probation.yaml"), """
                agent: { listen: "127.0.0.1:0", store: "sqlite:FOLDER/p.db" }
                targets: { app: { http: "http://127.0.0.1:1" } }
                services: { shop: { checks: { health: { http: app, path: / } } } }
                """.replace("FOLDER", folder.toString()));
        Process agent = start(Map.of("PROBATION_ARCHIVE", "off"), "serve", "--config.file", config.toString());
        try (BufferedReader log = agent.errorReader()) {
            assertThat(log.lines().anyMatch(line -> line.contains("agent ready")))
                    .isTrue();

            for (String signal : List.of("HUP", "USR1", "USR2")) {
                assertThat(shell("kill -" + signal + ' ' + agent.pid()).code()).isZero();
            }

            assertThat(log.lines()
                            .filter(line -> line.contains("signal ignored signal=SIGUSR"))
                            .limit(2))
                    .hasSize(2);
            assertThat(agent.isAlive()).isTrue();
            agent.destroy();
            assertThat(agent.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(agent.exitValue()).isEqualTo(143);
    }

    private static List<ProcessHandle> agents(Process making) {
        return making.descendants()
                .filter(child -> child.info()
                        .command()
                        .filter(java -> java.endsWith("/java"))
                        .isPresent())
                .toList();
    }
}

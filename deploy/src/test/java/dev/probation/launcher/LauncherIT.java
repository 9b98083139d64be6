package dev.probation.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
    @Test
    void aJavaThatCannotStartIsNoVerdict() throws Exception {
        Answer large = run(Map.of("PROBATION_JAVA_OPTS", "-Xmx900000g"), "verify", "shop", "1", "--for", "10s");
        assertThat(large.error()).startsWith("probation: Java does not start here: ");
        assertThat(large.code()).isEqualTo(2);

        Path text = Files.writeString(folder.resolve("text"), "no jar");
        Answer noJar = run(Map.of("PROBATION_JAR", text.toString()), "verify", "shop", "1", "--for", "10s");
        assertThat(noJar.error())
                .isEqualTo("probation: " + text + " is no jar; name probation.jar with PROBATION_JAR\n");
        assertThat(noJar.code()).isEqualTo(2);
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
        return answer(new ProcessBuilder("sh", "-c", "ulimit -n " + files + "; exec ./probation " + command)
                .directory(place.toFile())
                .start());
    }

    @Test
    void aClosedStandardInputIsAnEmptyOne() throws Exception {
        Process process = new ProcessBuilder("sh", "-c", "./probation replay - <&-")
                .directory(place.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getInputStream().transferTo(OutputStream.nullOutputStream());

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
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

    private static List<ProcessHandle> agents(Process making) {
        return making.descendants()
                .filter(child -> child.info()
                        .command()
                        .filter(java -> java.endsWith("/java"))
                        .isPresent())
                .toList();
    }
}

package dev.probation.agent.receiver.rollback.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandReceiverTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private static Delivery run(Duration timeout, Notice notice, String... command) throws Exception {
        return new CommandReceiver(new CommandSettings(List.of(command), timeout))
                .send(NoticeFixture.message("m1", "deployer", notice))
                .toCompletionStage()
                .toCompletableFuture()
                .get(40, TimeUnit.SECONDS);
    }

    private static Delivery shell(Duration timeout, String script) throws Exception {
        return run(timeout, NoticeFixture.rollback("1.4.2"), "/bin/sh", "-c", script);
    }

    @Test
    void whatEndsAMomentAfterItsTimeHasEnded() throws Exception {
        assertThat(shell(Duration.ofMillis(100), "sleep 0.2; echo done")).isEqualTo(new Delivered("done\n"));
    }

    @Test
    void takesItsOutputWhereItEndsWell() throws Exception {
        assertThat(shell(LONG, "echo rolled back; echo 'to 1.4.1' >&2"))
                .isEqualTo(new Delivered("rolled back\nto 1.4.1\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "exit 1,exit code 1",
        "echo no such image; exit 3,exit code 3: no such image",
        "kill -9 $$,exit code 137"
    })
    void isRefusedWhereItEndsBadly(String script, String said) throws Exception {
        Delivery delivery = shell(LONG, script);

        assertThat(((Refused) delivery).detail()).contains(said);
    }

    @Test
    void isRefusedWhereItIsNotThere() throws Exception {
        assertThat(run(LONG, NoticeFixture.rollback("1.4.2"), "/no/such/program"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.detail()).contains("could not be started"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            none       | there is no file <folder>/none
            folder     | <folder>/folder is a folder
            text       | this user may not execute <folder>/text
            text/roll  | <folder>/text is no folder
            broken     | there is no file <folder>/broken
            /dev/null  | /dev/null is no ordinary file
            windows    | the first line of <folder>/windows ends in a carriage return, as on Windows
            ruby       | <folder>/ruby begins with #! /no/ruby -w, and there is no file /no/ruby
            """)
    void saysBeforehandWhyItCannotBeStarted(String program, String why) throws IOException {
        Files.createDirectory(folder.resolve("folder"));
        Files.writeString(folder.resolve("text"), "echo rolled back\n");
        Files.createSymbolicLink(folder.resolve("broken"), folder.resolve("none"));
        script("windows", "#!/bin/sh\r\necho rolled back\r\n");
        script("ruby", "#! /no/ruby -w\nputs 1\n");

        assertThat(missing(folder.resolve(program)))
                .containsExactly("expected a program that the agent can start, but on this machine "
                        + why.replace("<folder>", folder.toString())
                        + "; install it where the agent runs, or correct the path");
    }

    /** As one with LC_ALL=C has it with an umlaut. */
    @Test
    void saysBeforehandThatItCannotNameIt() {
        CommandSettings settings = new CommandSettings(List.of("/opt/\uD800"), LONG);

        assertThat(new CommandKind().missing(new ReceiverConfig("command-1", "command", settings, Set.of()), List.of()))
                .singleElement(STRING)
                .contains("on this machine /opt/\uD800 has a character that the locale of this process lacks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"program", "link", "/bin/sh", "script", "env", "empty"})
    void saysNothingBeforehandOfAProgramThatCanBeStarted(String program) throws IOException {
        script("program", "echo rolled back\n");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("program"));
        script("script", "#!/bin/sh");
        script("env", "#! \t/usr/bin/env sh\necho\r\n");
        script("empty", "");

        assertThat(missing(folder.resolve(program))).isEmpty();
    }

    private void script(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-xr-x---"));
    }

    private static List<String> missing(Path program) {
        CommandSettings settings = new CommandSettings(List.of(program.toString(), "shop"), LONG);
        return new CommandKind()
                .missing(new ReceiverConfig("command-1", "command", settings, Set.of()), List.of("shop"));
    }

    @Test
    void isToldTheFactsAndNothingElse() throws Exception {
        Delivery delivery = run(LONG, NoticeFixture.rollback("1.4.2"), "/usr/bin/env");

        assertThat(((Delivered) delivery).detail().lines())
                .filteredOn(line -> !line.startsWith("PATH="))
                .containsExactlyInAnyOrder(
                        "PROBATION_ID=rollback-bookreader-1",
                        "PROBATION_DEPLOYMENT=bookreader-1",
                        "PROBATION_SERVICE=bookreader",
                        "PROBATION_VERSION=1.4.2",
                        "PROBATION_CHECK=error-rate",
                        "PROBATION_DECIDED_AT=2026-01-31T12:00:00Z",
                        "PROBATION_REASON=error rate 7 %, expected < 5 %");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"; touch %s", "$(touch %s)", "`touch %s`", "a\nb", "*", "-rf", "| cat", "&& false", "'", "\""})
    void anArgumentIsAnArgument(String argument) throws Exception {
        Path touched = folder.resolve("touched");
        String given = argument.replace("%s", touched.toString());

        Delivery delivery = run(LONG, NoticeFixture.rollback("1.4.2"), "/usr/bin/printf", "%s", given);

        assertThat(delivery).isEqualTo(new Delivered(given));
        assertThat(touched).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1; rm -rf /", "$(id)", "`id`", "a b", "-rf", "1\n2", "", "v|w", "é"})
    void isNotStartedWithNamesThatAreNone(String version) throws Exception {
        Path touched = folder.resolve("touched");

        Delivery delivery = run(LONG, NoticeFixture.rollback(version), "/usr/bin/touch", touched.toString());

        assertThat(delivery)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.detail()).startsWith("not started: the version"));
        assertThat(touched).doesNotExist();
    }

    @Test
    void isEndedWithAllItStartedWhereItHangs() throws Exception {
        Path children = folder.resolve("children");
        String script = "trap '' TERM; sleep 300 & echo $! >> " + children + "; (sh -c 'trap \"\" TERM; echo $$ >> "
                + children + "; while :; do sleep 1; done') & echo begun; while :; do sleep 1; done";

        Delivery delivery = shell(Duration.ofSeconds(1), script);

        assertThat(((Refused) delivery).why()).isEqualTo(DeliveryFailure.TIMEOUT);
        assertThat(((Refused) delivery).detail())
                .contains("did not end within 1 s")
                .contains("begun");
        List<String> started = Files.readAllLines(children);
        assertThat(started).hasSize(2);
        assertThat(started).allSatisfy(id -> assertThat(isRunning(id)).as(id).isFalse());
    }

    private static boolean isRunning(String id) {
        return ProcessHandle.of(Long.parseLong(id))
                .filter(ProcessHandle::isAlive)
                .isPresent();
    }

    @Test
    void keepsOnlyTheEndOfItsOutput() throws Exception {
        Delivery delivery = shell(LONG, "head -c 5000000 /dev/zero | tr '\\0' x; echo; echo no such image >&2; exit 3");

        assertThat(((Refused) delivery).detail())
                .startsWith("it ended with exit code 3: ... xxx")
                .endsWith("xxx\nno such image")
                .hasSizeLessThan(CommandOutput.MOST + 50);
    }

    @Test
    void doesNotWaitForAChildThatHoldsTheOutput() throws Exception {
        assertThat(shell(LONG, "sleep 30 & echo done; kill -0 $! && exit 0")).isEqualTo(new Delivered("done\n"));
    }
}

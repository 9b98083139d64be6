package dev.probation.agent.receiver.rollback.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.probation.agent.blocking.BlockingCall;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.NoticeFixture;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.servers.Await;
import dev.probation.agent.time.FakeTime;
import dev.probation.rules.deployment.Deployment;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileReceiverTest {

    @TempDir
    Path folder;

    private static Delivery send(String template, Notice notice) throws Exception {
        return new FileReceiver(new FileSettings(template), new FakeTime(NoticeFixture.NOON))
                .send(NoticeFixture.message("m1", "deployer", notice))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private static Notice of(String service) {
        return Notice.of(
                NotificationEvent.ROLLBACK,
                IncidentAction.TRIGGER,
                NoticeFixture.NOON,
                new Deployment("d", service, "1", NoticeFixture.NOON, NoticeFixture.NOON, false),
                "x");
    }

    @Test
    void writesTheDecision() throws Exception {
        Path file = folder.resolve("rollback.json");

        assertThat(send(file.toString(), NoticeFixture.rollback("1.4.2")))
                .isEqualTo(new Delivered("written to " + file));
        assertThat(new JsonObject(Files.readString(file)))
                .isEqualTo(new JsonObject()
                        .put("id", "rollback-bookreader-1")
                        .put("deployment", "bookreader-1")
                        .put("service", "bookreader")
                        .put("version", "1.4.2")
                        .put("check", "error-rate")
                        .put("reason", "error rate 7 %, expected < 5 %")
                        .put("decidedAt", "2026-01-31T12:00:00Z"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void aRepeatWritesTheSameAndAnotherDecisionReplacesIt() throws Exception {
        Path file = folder.resolve("rollback.json");
        Delivery first = send(file.toString(), NoticeFixture.rollback("1.4.2"));
        String written = Files.readString(file);

        assertThat(send(file.toString(), NoticeFixture.rollback("1.4.2"))).isEqualTo(first);
        assertThat(Files.readString(file)).isEqualTo(written);

        assertThat(send(file.toString(), NoticeFixture.rollback("1.4.3"))).isEqualTo(first);
        assertThat(new JsonObject(Files.readString(file)).getString("version")).isEqualTo("1.4.3");
    }

    @Test
    void aReaderSeesOneWholeFileAtAnyTimeAndNothingIsLeftBeside() throws Exception {
        Path file = folder.resolve("rollback.json");
        Delivery first = send(file.toString(), NoticeFixture.rollback("1.4.2"));
        Object inode = Files.getAttribute(file, "unix:ino");

        assertThat(send(file.toString(), NoticeFixture.rollback("1.4.3"))).isEqualTo(first);

        assertThat(Files.getAttribute(file, "unix:ino")).isNotEqualTo(inode);
        assertThat(entries()).containsExactly(file);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void writesWhatASymbolicLinkLeadsTo(boolean isThere) throws Exception {
        Path script = Files.createDirectory(folder.resolve("script"));
        Path read = script.resolve("rollback.json");
        Path between = Files.createSymbolicLink(script.resolve("current"), Path.of("rollback.json"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), between);
        if (isThere) {
            Files.writeString(read, "before");
        }

        assertThat(send(link.toString(), NoticeFixture.rollback("1.4.2")))
                .isEqualTo(new Delivered("written to " + read));
        assertThat(link).isSymbolicLink();
        assertThat(between).isSymbolicLink();
        assertThat(read).content().contains("1.4.2");
    }

    @Test
    void isNamedAfterTheService() throws Exception {
        assertThat(send(folder + "/{service}.json", NoticeFixture.rollback("1.4.2")))
                .isInstanceOf(Delivered.class);
        assertThat(entries()).containsExactly(folder.resolve("bookreader.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/b", "..", "A", "a\u0000b"})
    void aServiceThatIsAPathIsRefused(String service) throws Exception {
        assertThat(send(folder + "/{service}.json", of(service))).isInstanceOf(Refused.class);
        assertThat(entries()).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithItsPlace() throws Exception {
        Files.createDirectory(folder.resolve("taken"));

        assertThat(detail(folder + "/no/rollback.json")).contains("there is no folder " + folder + "/no; create it");
        assertThat(detail(folder + "/taken")).contains("is a folder; give the path of a file");
        assertThat(detail("/sys/kernel/rollback.json"))
                .matches(".*(may not write to|read-only file system|there is no folder).*");
        assertThat(entries()).containsExactly(folder.resolve("taken"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no/rollback.json         | there is no folder <folder>/no
            text/rollback.json       | <folder>/text is no folder
            text/no/rollback.json    | <folder>/text is no folder
            shop                     | <folder>/shop is a folder
            {service}                | <folder>/shop is a folder
            {service}/rollback.json  | there is no folder <folder>/books
            /dev/null                | /dev/null is no ordinary file
            """)
    void saysBeforehandWhyItCannotBeWritten(String template, String why) throws IOException {
        Files.createDirectory(folder.resolve("shop"));
        Files.writeString(folder.resolve("text"), "");

        assertThat(missing(template))
                .containsExactly("expected a file that the agent can write, but on this machine "
                        + why.replace("<folder>", folder.toString())
                        + "; give the path of a file, in a folder that exists and that the agent may write to");
    }

    /** As one with LC_ALL=C has it with an umlaut. */
    @Test
    void saysBeforehandAndWhenSentThatItCannotNameIt() throws Exception {
        FileSettings settings = new FileSettings("/opt/\uD800/{service}");

        assertThat(new FileKind()
                        .missing(new ReceiverConfig("file-1", "file", settings, Set.of()), List.of("shop", "books")))
                .singleElement(STRING)
                .contains(
                        "on this machine /opt/\uD800/{service} has a character that the locale of this process lacks");
        assertThat(detail(settings.template()))
                .startsWith("nothing was written: /opt/\uD800/{service} has a character that the locale");
    }

    @Test
    void saysBeforehandThatItsFolderMayNotBeWrittenTo() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        Assumptions.assumeFalse(Files.isWritable(folder), "root may write everywhere");

        assertThat(missing("rollback.json")).singleElement(STRING).contains("this user may not write to " + folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rollback.json", "{service}.json", "there.json", "shop/rollback.json", "link/rollback.json"})
    void saysNothingBeforehandOfAFileThatCanBeWritten(String template) throws IOException {
        Files.createDirectory(folder.resolve("shop"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("shop"));
        Files.writeString(folder.resolve("there.json"), "{}");

        assertThat(missing(template)).isEmpty();
    }

    private List<String> missing(String template) {
        FileSettings settings = new FileSettings(folder.resolve(template).toString());
        return new FileKind()
                .missing(new ReceiverConfig("file-1", "file", settings, Set.of()), List.of("shop", "books"));
    }

    private static String detail(String template) throws Exception {
        return ((Refused) send(template, NoticeFixture.rollback("1.4.2"))).detail();
    }

    private Stream<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList().stream();
        }
    }

    /** A disk that answers no more for one service's file, until the test lets it. */
    private final class HangingDisk implements AutoCloseable {
        private final List<Path> begun = new CopyOnWriteArrayList<>();
        private final List<Path> ended = new CopyOnWriteArrayList<>();
        private final CountDownLatch answers = new CountDownLatch(1);
        private final FakeTime time = new FakeTime(NoticeFixture.NOON);
        private final FileReceiver receiver =
                new FileReceiver(new FileSettings(folder + "/{service}.json"), time, this::write);

        private Delivery write(Path file, byte[] content, BlockingCall call) {
            begun.add(file);
            try {
                return writeWhenAnswered(file, content, call);
            } finally {
                boolean unusedEnded = ended.add(file);
            }
        }

        private Delivery writeWhenAnswered(Path file, byte[] content, BlockingCall call) {
            if (file.endsWith("slow.json")) {
                try {
                    answers.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return new RollbackFile(file).write(content, call);
        }

        private Future<Delivery> send(String service) {
            return receiver.send(NoticeFixture.message("m1", "deployer", of(service)));
        }

        @Override
        public void close() {
            answers.countDown();
            Await.done(receiver.close());
            Await.until("nothing is being written", () -> ended.size() == begun.size());
        }
    }

    @Test
    void aFileThatHangsIsNotBegunAgainBesideItselfAndHoldsUpNoOther() {
        try (HangingDisk disk = new HangingDisk()) {
            Future<Delivery> hanging = disk.send("slow");
            Await.until("it has begun", () -> !disk.begun.isEmpty());

            Delivery again = Await.result(disk.send("slow"));
            Delivery other = Await.result(disk.send("quick"));

            assertThat(again).isInstanceOf(Delivery.TryAgain.class);
            assertThat(other).isInstanceOf(Delivered.class);
            assertThat(hanging.isComplete()).isFalse();
            assertThat(disk.begun).hasSize(2);
        }
    }

    @Test
    void aFileWhoseTimeIsOverIsNotWrittenLate() throws Exception {
        Future<Delivery> hanging;
        try (HangingDisk disk = new HangingDisk()) {
            hanging = disk.send("slow");
            Await.until("it has begun", () -> !disk.begun.isEmpty());

            disk.time.advance(Duration.ofSeconds(10));
            Await.until(
                    "it is cut off",
                    () -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().equals("rollback-file-end")));
        }

        assertThat(Await.result(hanging)).isInstanceOfSatisfying(Delivery.TryAgain.class, late -> {
            assertThat(late.why()).isEqualTo(DeliveryFailure.TIMEOUT);
            assertThat(late.detail()).endsWith("slow.json could not be written in time");
        });
        assertThat(entries()).isEmpty();
    }
}

package dev.probation.agent.receiver.rollback.file;

import dev.probation.agent.blocking.BlockingCall;
import dev.probation.agent.blocking.BlockingCalls;
import dev.probation.agent.blocking.OneAtATime;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.RollbackSignal;
import dev.probation.agent.store.Message;
import dev.probation.agent.text.FileFault;
import dev.probation.agent.time.Time;
import dev.probation.rules.sample.CheckId;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes the rollback to a file, on a thread of its own, since a network's disk may hang; a repeat writes the same. One that
 * hangs is not begun again beside itself, holds up no other file, and replaces nothing if it is not whole in time.
 */
final class FileReceiver implements Receiver {

    private static final Duration CUT_OFF = Duration.ofMillis(9_500);

    /** Writes a file; blocks. */
    @FunctionalInterface
    interface Writer {
        Delivery write(Path file, byte[] content, BlockingCall call);
    }

    private final FileSettings settings;
    private final Time time;
    private final Writer writer;
    private final BlockingCalls calls = BlockingCalls.single("rollback-file");
    private final Map<Path, OneAtATime> turns = new ConcurrentHashMap<>();

    FileReceiver(FileSettings settings, Time time) {
        this(settings, time, (file, content, call) -> new RollbackFile(file).write(content, call));
    }

    FileReceiver(FileSettings settings, Time time, Writer writer) {
        this.settings = settings;
        this.time = time;
        this.writer = writer;
    }

    @Override
    public Future<Delivery> send(Message message) {
        RollbackSignal signal = RollbackSignal.of(message);
        if (!CheckId.isValid(signal.service())) {
            return refused("{service} in a file's path only takes names of lower case letters, digits and dashes");
        }
        Optional<String> unnamed = FileFault.unnamed(settings.template());
        if (unnamed.isPresent()) {
            return refused(unnamed.orElseThrow());
        }
        Path file = settings.of(signal.service());
        byte[] content = (signal.toJson().encodePrettily() + '\n').getBytes(StandardCharsets.UTF_8);
        return turns.computeIfAbsent(file, path -> new OneAtATime())
                .begin(() -> calls.run(time, CUT_OFF, call -> writer.write(file, content, call)))
                .map(sent -> sent.map(delivery -> delivery.orElseGet(() -> hangs(file))))
                .orElseGet(() -> Future.succeededFuture(hangs(file)));
    }

    private static Future<Delivery> refused(String detail) {
        return Future.succeededFuture(new Refused(DeliveryFailure.REFUSED, "nothing was written: " + detail));
    }

    private static Delivery hangs(Path file) {
        return new TryAgain(
                DeliveryFailure.TIMEOUT,
                "the previous attempt to write " + file + " still hangs; does its disk answer?",
                Optional.empty());
    }

    @Override
    public Future<Void> close() {
        return calls.close();
    }
}

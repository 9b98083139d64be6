package dev.probation.agent.receiver.rollback.file;

import dev.probation.agent.blocking.BlockingCall;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.text.FileFault;
import dev.probation.agent.text.SymbolicLinks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;

/** One file that is there whole or not at all, also after a crash. Blocks. */
final class RollbackFile {

    /** So that a script of the agent's group can read it. */
    private static final String READABLE = "rw-r-----";

    private final Path file;
    private final Path folder;

    /** A file at an absolute path, or what a symbolic link there leads to. */
    RollbackFile(Path path) {
        this.file = SymbolicLinks.followed(path);
        this.folder = Objects.requireNonNull(file.getParent());
    }

    /** What keeps it from being written, as far as that can be seen without writing it. */
    Optional<String> missing() {
        return FileFault.notAFolder(folder)
                .or(() -> Files.exists(file) ? FileFault.notAFile(file) : Optional.empty())
                .or(() -> Optional.of("this user may not write to " + folder).filter(no -> !mayWrite()));
    }

    private boolean mayWrite() {
        return Files.isWritable(folder) && Files.isExecutable(folder);
    }

    /** @param call at whose deadline the file is given up, where it is not whole by then */
    Delivery write(byte[] content, BlockingCall call) {
        if (Files.isDirectory(file)) {
            return refused(file + " is a folder; give the path of a file");
        }
        try {
            replace(content, call);
            return new Delivered("written to " + file);
        } catch (ClosedChannelException e) {
            return new TryAgain(DeliveryFailure.TIMEOUT, file + " could not be written in time", Optional.empty());
        } catch (NoSuchFileException e) {
            return refused("there is no folder " + folder + "; create it and let the agent write to it");
        } catch (AccessDeniedException e) {
            return refused("the agent may not write to " + folder + "; give its user the right to");
        } catch (IOException e) {
            return failed(e);
        }
    }

    private void replace(byte[] content, BlockingCall call) throws IOException {
        Path temporary = Files.createTempFile(folder, '.' + file.getFileName().toString() + '.', ".tmp");
        try {
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(READABLE));
            fill(temporary, content, call);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            boolean unused = Files.deleteIfExists(temporary);
        }
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    /** Fails where the time is over before the content is on disk, since its end closes the channel. */
    private static void fill(Path path, byte[] content, BlockingCall call) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            call.closeAtDeadline(channel);
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                int unused = channel.write(rest);
            }
            channel.force(true);
        }
    }

    private Delivery failed(IOException e) {
        String why = Optional.ofNullable(e instanceof FileSystemException named ? named.getReason() : e.getMessage())
                .orElse(e.getClass().getSimpleName());
        if (why.contains("Read-only")) {
            return refused(folder + " is on a read-only file system; mount it writable for the agent");
        }
        return new TryAgain(DeliveryFailure.OTHER, file + " could not be written: " + why, Optional.empty());
    }

    private static Delivery refused(String detail) {
        return new Refused(DeliveryFailure.REFUSED, "nothing was written: " + detail);
    }
}

package dev.probation.demo;

import dev.probation.agent.time.AllowForbiddenApi;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tukaani.xz.XZInputStream;

/** Decompresses a file to standard output, on machines without the program {@code xz}. */
@AllowForbiddenApi("a program that writes what it unpacks to standard output")
public final class Unxz {
    private Unxz() {}

    public static void main(String[] arguments) throws IOException {
        try (InputStream in = new XZInputStream(Files.newInputStream(Path.of(arguments[0])))) {
            in.transferTo(System.out);
        }
        System.out.flush();
    }
}

package dev.probation.bench.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A program of this module in a process of its own, which has first printed the port that it listens on.
 *
 * @param port on loopback
 */
public record ChildProgram(Process process, int port) {

    /**
     * Starts it on this program's class path, and waits for its port.
     *
     * @param main the class with its {@code main}
     */
    public static ChildProgram start(Class<?> main, ProcessBuilder.Redirect errors) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName())
                .redirectError(errors)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String port = output.readLine();
        if (port == null) {
            throw new IOException(main.getSimpleName() + " ended before it printed its port; " + errors);
        }
        return new ChildProgram(process, Integer.parseInt(port));
    }
}

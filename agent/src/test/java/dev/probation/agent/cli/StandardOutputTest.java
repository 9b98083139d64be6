package dev.probation.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {

    @Test
    void saysThatTheDiskIsFull() throws IOException {
        try (StandardOutput full = new StandardOutput(new FileOutputStream("/dev/full"))) {
            PrintWriter writer = new PrintWriter(new OutputStreamWriter(full, StandardCharsets.UTF_8), true);
            writer.println("shop-1-4-2");

            assertThat(full.problem()).contains("no space left on device");
        }
    }

    @Test
    void saysNothingWhereAllIsWritten() throws IOException {
        try (StandardOutput good = new StandardOutput(new FileOutputStream("/dev/null"))) {
            good.write(new byte[10], 0, 10);

            assertThat(good.problem()).isEmpty();
        }
    }
}

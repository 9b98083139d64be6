package dev.probation.agent.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ErrorHandlersTest {

    private static final String HOSTILE = "the agent says\u001B[2J\u202E\nsecond line";

    private final StringWriter said = new StringWriter();

    @Command(name = "probation")
    private static final class Nothing {}

    @Test
    void aFailureKeepsItsLinesAndObeysNoEscape() {
        int code = handle(new CommandFailure(ExitCode.UNREACHABLE, HOSTILE));

        assertThat(code).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(said).hasToString(String.format("probation: the agent says\uFFFD[2J\uFFFD\nsecond line%n"));
    }

    @Test
    void aMistakeOfOursIsShownWithItsPlaceAndObeysNoEscape() {
        int code = handle(new IllegalStateException(HOSTILE));

        assertThat(code).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(said.toString()).contains("ErrorHandlersTest").doesNotContain("\u001B", "\u202E");
    }

    private int handle(Exception failure) {
        CommandLine line = new CommandLine(new Nothing()).setErr(new PrintWriter(said, true));
        return ErrorHandlers.failure(failure, line, line.parseArgs());
    }
}

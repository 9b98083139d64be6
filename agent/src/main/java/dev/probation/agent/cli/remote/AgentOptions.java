package dev.probation.agent.cli.remote;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.http.HttpAddress;
import dev.probation.agent.text.FileFault;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.text.TextFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which agent a command talks to. */
final class AgentOptions {

    /** No header that an agent reads is longer. */
    private static final int LONGEST_TOKEN = 1 << 13;

    private static final String DEFAULT = "http://127.0.0.1:17272";
    private static final int LAST_PORT = 65_535;

    @Option(
            names = "--agent",
            paramLabel = "URL",
            description = "The agent's address. Default: PROBATION_AGENT, otherwise " + DEFAULT + ".")
    private Optional<String> agent = Optional.empty();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the token that the agent requires. PROBATION_TOKEN holds the token itself.")
    private Optional<Path> tokenFile = Optional.empty();

    AgentClient connect(CommandContext context) {
        String address = agent.or(() -> context.variable("PROBATION_AGENT")).orElse(DEFAULT);
        return new AgentClient(parse(address), token(context).orElse(null), context.clock());
    }

    private static URI parse(String address) {
        try {
            URI uri = URI.create(address.replaceAll("/+$", ""));
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getPort() <= LAST_PORT) {
                return uri;
            }
        } catch (IllegalArgumentException notAnAddress) {
            // reported below, with every other address that cannot be used
        }
        throw new CommandFailure(
                ExitCode.USAGE,
                "the agent's address must look like " + DEFAULT + ", but was \""
                        + Sanitizer.TERMINAL.line(HttpAddress.withoutUserInfo(address)) + '"');
    }

    private Optional<String> token(CommandContext context) {
        return tokenFile
                .map(file -> whole("--token-file " + file, read(file)))
                .or(() -> context.variable("PROBATION_TOKEN").map(token -> whole("PROBATION_TOKEN", token)));
    }

    /** One that can be sent; where it cannot, nobody is shown it. */
    private static String whole(String where, String token) {
        if (token.isEmpty() || token.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    where + ": expected a token of ASCII characters on one line, but found "
                            + (token.isEmpty() ? "nothing" : "something else (not shown, since it may be a secret)"));
        }
        return token;
    }

    private static String read(Path file) {
        try {
            return TextFile.read(file, LONGEST_TOKEN).strip();
        } catch (IOException unreadable) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--token-file: expected a file that can be read, but found " + file + " ("
                            + FileFault.why(unreadable) + ')');
        }
    }
}

package dev.probation.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.assembly.InstalledKinds;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.file.ConfigLoader;
import dev.probation.agent.outbox.LogKept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {

    @Test
    void whatARollbackLacksIsAnErrorInTheLogAndKeepsTheAgentFromNothing(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("probation.yaml"), """
                targets: { app: { http: "http://app" } }
                services: { shop: { checks: { up: { http: app } } } }
                rollback: { to: [ { command: [ /no/such/program ], name: undo }, { file: /no/such/folder/x.json } ] }
                """);
        Config config = ConfigLoader.loadWithoutSecrets(InstalledKinds.load(), List.of(file), List.of(), Map.of());
        LogKept kept = new LogKept(Logger.getLogger(ServeCommand.class.getName()));
        try {
            ServeCommand.tellWhatRollbacksLack(config);
        } finally {
            kept.close();
        }

        assertThat(kept.lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("rollback.to.undo: ").contains("/no/such/program"),
                        line -> assertThat(line).contains("rollback.to.file").contains("/no/such/folder"));
    }
}

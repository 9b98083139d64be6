package dev.probation.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.assembly.InstalledKinds;
import dev.probation.agent.config.file.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A configuration as a person writes it, with gaps such as {@code <port>} for what only a test's run knows. */
public record ConfigText(String text) {

    /** With every gap of this name filled in, of which there must be one. */
    public ConfigText with(String gap, Object value) {
        assertThat(text).contains('<' + gap + '>');
        return new ConfigText(text.replace('<' + gap + '>', value.toString()));
    }

    /** With the store in a file of the folder, unless the text names another. */
    public ConfigText withStoreIn(Path folder) {
        return text.contains("<store>") ? with("store", "sqlite:" + folder.resolve("probation.db")) : this;
    }

    /** Writes it as the folder's {@code probation.yaml}. */
    public Path writeTo(Path folder) throws IOException {
        assertThat(text).as("no gap is left").doesNotContainPattern("<[a-z]+>");
        return Files.writeString(folder.resolve("probation.yaml"), text);
    }

    /** Writes it, and reads it as the agent does. */
    public Config load(Path folder) throws IOException {
        return ConfigLoader.load(InstalledKinds.load(), List.of(writeTo(folder)), Map.of());
    }
}

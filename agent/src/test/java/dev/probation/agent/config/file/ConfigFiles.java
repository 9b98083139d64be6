package dev.probation.agent.config.file;

import dev.probation.agent.assembly.InstalledKinds;
import dev.probation.agent.config.Config;
import dev.probation.agent.settings.InvalidConfigException;
import dev.probation.agent.settings.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Configuration files in a folder of one test. */
record ConfigFiles(Path folder) {

    /** What {@link #example()} signs with. */
    static final String SIGNING_KEY = "whsec_c2VjcmV0IG9mIGhvb2ssIDI0IGJ5dGVzIG9yIG1vcmU=";

    void put(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }

    private Path main(String text) throws IOException {
        put("probation.yaml", text);
        return folder.resolve("probation.yaml");
    }

    Config load(String text) throws IOException {
        return load(text, Map.of());
    }

    Config load(String text, Map<String, String> environment) throws IOException {
        return ConfigLoader.load(InstalledKinds.load(), List.of(main(text)), environment);
    }

    /** All problems of a file {@code probation.yaml}, one a line, without the folder's path. */
    String problems(String text, Map<String, String> environment) throws IOException {
        return problems(List.of(main(text)), environment);
    }

    String problems(List<Path> files, Map<String, String> environment) {
        try {
            Config config = ConfigLoader.load(InstalledKinds.load(), files, environment);
            return "valid, with services " + config.services();
        } catch (InvalidConfigException e) {
            return String.join(
                            "\n", e.problems().stream().map(Problem::toString).toList())
                    .replace(folder + "/", "");
        }
    }

    /** The example of the product's description, with its secrets in this folder. */
    String example() throws IOException {
        for (String secret : List.of("pg", "redis", "pd")) {
            put("secrets/" + secret, "secret of " + secret + "\n");
        }
        put("secrets/hook", SIGNING_KEY + "\n");
        put("secrets/slack", "https://hooks.slack.example/services/T/B/x\n");
        return resource("/config/product.yaml")
                .replace("/run/secrets", folder.resolve("secrets").toString());
    }

    static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ConfigFiles.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

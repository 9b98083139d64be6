package dev.probation.agent.receiver.rollback.file;

import dev.probation.agent.config.ReceiverSettings;
import java.nio.file.Path;

/**
 * A file that the rollback is written to.
 *
 * @param template absolute; {@code {service}} in it stands for the service's name
 */
record FileSettings(String template) implements ReceiverSettings {

    static final String SERVICE = "{service}";

    Path of(String service) {
        return Path.of(template.replace(SERVICE, service));
    }
}

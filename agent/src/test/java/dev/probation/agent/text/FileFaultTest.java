package dev.probation.agent.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import org.junit.jupiter.api.Test;

class FileFaultTest {

    @Test
    void aNameThatTheLocaleCannotWriteIsSaid() {
        assertThat(FileFault.unnamed("/opt/\uD800/rollback"))
                .get(STRING)
                .endsWith("has a character that the locale of this process lacks (LC_ALL=C.UTF-8 has all)");
        assertThat(FileFault.unnamed("/opt/shop/rollback")).isEmpty();
    }
}

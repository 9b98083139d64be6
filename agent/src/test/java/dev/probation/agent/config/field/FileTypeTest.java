package dev.probation.agent.config.field;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileTypeTest {

    /** No machine can name the last, as one with LC_ALL=C cannot name the one before. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "/a", "a/b.db", "./a", "../a", "/a//b", "...", "/opt/m\u00FCller/a", "/opt/\uD800/a"})
    void aFileCanHaveThesePathsOnSomeMachine(String path) {
        assertThat(FileType.isFilePath(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a/", "/a/b/", ".", "..", "a/.", "/a/..", "a\0b", "a\0/b"})
    void noFileHasThesePaths(String path) {
        assertThat(FileType.isFilePath(path)).isFalse();
    }
}

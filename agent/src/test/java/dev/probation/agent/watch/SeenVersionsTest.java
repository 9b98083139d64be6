package dev.probation.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.store.Store;
import dev.probation.agent.store.sql.StoreFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenVersionsTest {

    @TempDir
    Path folder;

    @Test
    void whatWasReadIsRememberedByAllItsNamesAndWhatWasOnlyAnnouncedIsNot() {
        try (Store store = StoreFactory.open("sqlite:" + folder.resolve("p.db"))) {
            SeenVersions versions = new SeenVersions(store);
            versions.read("shop", "v1.4.0");
            versions.read("shop", "1.4.1");
            versions.announced("shop", "1.4.2");

            assertThat(versions.last("shop")).contains("1.4.2");
            assertThat(versions.wasRead("shop", "1.4.0")).isTrue();
            assertThat(versions.wasRead("shop", "v1.4.1")).isTrue();
            assertThat(versions.wasRead("shop", "1.4.2")).isFalse();
            assertThat(versions.wasRead("books", "1.4.0")).isFalse();
        }
    }

    @Test
    void whatWasReadLongestAgoIsForgottenFirst() {
        try (Store store = StoreFactory.open("sqlite:" + folder.resolve("p.db"))) {
            SeenVersions versions = new SeenVersions(store);
            versions.read("shop", "first");
            for (int build = 1; build < SeenVersions.MOST; build++) {
                versions.read("shop", "build-" + build);
            }
            versions.read("shop", "first");
            versions.read("shop", "one too many");

            assertThat(versions.wasRead("shop", "first")).isTrue();
            assertThat(versions.wasRead("shop", "build-1")).isFalse();
            assertThat(versions.wasRead("shop", "build-2")).isTrue();
        }
    }
}

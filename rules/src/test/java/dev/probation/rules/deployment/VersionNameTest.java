package dev.probation.rules.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionNameTest {

    private static final String COMMIT = "8f3e21a9c0d4b7e6f5a4938271605f4e3d2c1b0a";

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({
        "1.4.2, v1.4.2",
        "V1.4.2, v1.4.2",
        "8f3e21a, " + COMMIT,
        "8F3E21A9C0, " + COMMIT,
        "8f3e21a, 8f3e21a9c0",
        "8031219, 8031219061405142332415160546493827160500",
        "release-42, release-42",
    })
    void twoNamesOfOneVersionAreTheSame(String one, String other) {
        assertThat(VersionName.areSame(one, other)).isTrue();
        assertThat(VersionName.areSame(other, one)).isTrue();
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({
        "1.4.2, 1.4.20",
        "1.4.2, vv1.4.2",
        "ersion, version",
        "8f3e21, " + COMMIT,
        "8f3e21b, " + COMMIT,
        "8f3e21a, " + COMMIT + "0",
        "20260131, 2026013102",
        "1.4.2, 1.4.2-rc1",
        "Release-42, release-42",
    })
    void twoVersionsAreNotTheSame(String one, String other) {
        assertThat(VersionName.areSame(one, other)).isFalse();
        assertThat(VersionName.areSame(other, one)).isFalse();
    }

    @ParameterizedTest(name = "{0} in {1} is {2}")
    @CsvSource({
        "1.4.2, shop:v1.4.2-alpine, true",
        "v1.4.2, shop:1.4.2, true",
        "1.4.2, shop:1.4.20, false",
        COMMIT + ", shop:8f3e21a-alpine, true",
        "8f3e21a, shop:" + COMMIT + ", true",
        "8f3e21a, shop:8f3e21b, false",
        "20260131, shop:2026013102, false",
    })
    void aTextHasTheVersionInIt(String version, String text, boolean has) {
        assertThat(new VersionName(version).isIn(text)).isEqualTo(has);
    }
}

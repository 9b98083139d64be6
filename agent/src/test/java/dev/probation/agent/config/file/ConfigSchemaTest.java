package dev.probation.agent.config.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.probation.agent.assembly.InstalledKinds;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigSchemaTest {

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(ConfigSchema.json(InstalledKinds.load()));

    private List<Error> errors(String yaml) {
        return schema.validate(yaml, InputFormat.YAML);
    }

    @Test
    void theProductsExampleIsValid() throws IOException {
        assertThat(errors(ConfigFiles.resource("/config/product.yaml"))).isEmpty();
        assertThat(errors(ConfigFiles.resource("/config/good.yaml"))).isEmpty();
        assertThat(errors(ConfigFiles.resource("/packs/post-deployment.yaml"))).isEmpty();
    }

    @Test
    void variablesMayStandForValuesOfAnyType() {
        assertThat(errors("""
                targets: { app: { http: "${URL}", insecure-skip-verify: "${TRUST:-false}" } }
                services: { shop: { checks: { health: {
                  http: app, status: "${STATUS}", every: "${EVERY}", min-coverage: "${LEAST}", expect: "${LIMIT}" },
                  other: off, third: false } } }
                """)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            an unknown section        | target: {}
            an unknown key            | agent: { lisen: "127.0.0.1:1" }
            a duration without a unit | windows: { first: { until: 60 } }
            a window without an end   | windows: { first: { every: 60s } }
            a share without percent   | windows: { first: { until: 1h, budget: 0.1 } }
            an unknown word           | rollback: { mode: signals }
            a number in quotes        | services: { shop: { checks: { health: { http: app, status: "200" } } } }
            a limit that is none      | services: { shop: { checks: { health: { http: app, expect: 500ms } } } }
            keys of two kinds         | services: { shop: { checks: { health: { http: app, quantile: 0.95 } } } }
            a truth value in quotes   | targets: { app: { http: "http://a", insecure-skip-verify: "yes" } }
            a target of two kinds     | targets: { app: { http: "http://a", redis: "redis://a" } }
            a target of no kind       | targets: { app: { url: "http://a" } }
            a URL of another scheme   | targets: { app: { http: "ftp://a" } }
            a name in capitals        | targets: { App: { http: "http://a" } }
            a receiver without its URL | notify: { team: { slack: {} } }
            an unknown occasion       | notify: { team: { slack: { url: "https://a" }, on: [ failed ] } }
            a list in place of a map  | services: [ shop ]
            """)
    void badConfigurationsAreInvalid(String name, String yaml) {
        assertThat(errors(yaml)).as(name).isNotEmpty();
    }
}

package dev.probation.agent.receiver.rollback.github;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.address.Address;
import dev.probation.agent.config.field.SecretField;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.rollback.github.GitHubSettings.Workflow;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Type;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A repository of GitHub. */
public final class GitHubKind implements ReceiverKind {

    private static final String API = "https://api.github.com";
    private static final Type<String> REPOSITORY_TYPE =
            form("a repository such as owner/name", "[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}");
    private static final Type<String> WORKFLOW_TYPE =
            form("a workflow's file name such as rollback.yml, or its id", "[A-Za-z0-9._-]{1,100}");

    private static final Field<String> REPOSITORY =
            Field.required("github", REPOSITORY_TYPE, "The repository, `OWNER/NAME`.");
    private static final SecretField TOKEN = SecretField.requiredHeader(
            "token", "A token with the right *deployments: write*, and for a workflow *actions: write*.");
    private static final Field<Optional<String>> ENVIRONMENT =
            Field.optional("environment", Types.text(), "The environment whose deployment is marked as failed.");
    private static final Field<Optional<String>> WORKFLOW =
            Field.optional("workflow", WORKFLOW_TYPE, "The file name or id of the workflow that rolls back.");
    private static final Field<String> REF =
            Field.written("ref", Types.text(), "main", "The branch or tag whose workflow runs.");
    private static final Field<URI> URL = Field.written("url", Address.web(API), API, "The address of the API.");
    private static final ObjectSchema<GitHubSettings> SETTINGS =
            ObjectSchema.of(List.of(REPOSITORY, TOKEN, ENVIRONMENT, WORKFLOW, REF, URL), GitHubKind::settings);

    private static Type<String> form(String expected, String pattern) {
        return Types.text(expected, pattern, text -> Optional.of(text).filter(each -> each.matches(pattern)));
    }

    @Override
    public String name() {
        return "github";
    }

    @Override
    public Use use() {
        return Use.ROLLBACK;
    }

    @Override
    public ObjectSchema<GitHubSettings> settings() {
        return SETTINGS;
    }

    @Override
    public Receiver open(ReceiverConfig config, ReceiverContext context) {
        GitHubSettings settings = (GitHubSettings) config.settings();
        return new GitHubReceiver(settings, new GitHubApi(settings, context));
    }

    private static @Nullable GitHubSettings settings(Values values) {
        Optional<String> file = values.get(WORKFLOW);
        if (file.isEmpty() && values.get(ENVIRONMENT).isEmpty()) {
            values.map()
                    .report("expected an environment, whose deployment is marked as failed, or a workflow that rolls"
                            + " back, found neither");
            return null;
        }
        if (file.isEmpty() && values.isGiven(REF)) {
            values.cursor(REF).report("expected a workflow, of which ref says the branch, found none");
            return null;
        }
        return new GitHubSettings(
                values.get(REPOSITORY),
                values.get(TOKEN).orElseThrow(),
                values.get(ENVIRONMENT),
                file.map(name -> new Workflow(name, values.get(REF))),
                values.get(URL));
    }
}

package dev.probation.agent.receiver.rollback.gitlab;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.address.Address;
import dev.probation.agent.config.field.SecretField;
import dev.probation.agent.http.Trust;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A project of GitLab. */
public final class GitLabKind implements ReceiverKind {

    private static final int MOST_READ = 1 << 20;
    private static final String SERVER = "https://gitlab.com";
    private static final String PROJECT_FORM = "[0-9]{1,18}|[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)+";
    private static final String VARIABLE_FORM = "[A-Za-z_][A-Za-z0-9_]*";

    private static final Field<String> PROJECT = Field.required(
            "gitlab",
            Types.text(
                    "a project such as group/name, or its number",
                    PROJECT_FORM,
                    text -> Optional.of(text).filter(each -> each.matches(PROJECT_FORM))),
            "The project: its path, `GROUP/NAME`, or its number.");
    private static final SecretField TOKEN = SecretField.required("token", "A pipeline trigger token.");
    private static final SecretField READ_TOKEN = SecretField.optionalHeader(
            "read-token", "A token with the scope `read_api`, to see pipelines that were started before.");
    private static final Field<String> REF =
            Field.written("ref", Types.text(), "main", "The branch or tag whose pipeline runs.");
    private static final Field<Map<String, String>> VARIABLES = Field.defaulting(
            "variables", Types.mapOfAny(Types.text()), Map.of(), "Further variables for the pipeline.");
    private static final Field<URI> URL =
            Field.written("url", Address.web(SERVER), SERVER, "The address of the server.");
    private static final ObjectSchema<GitLabSettings> SETTINGS =
            ObjectSchema.of(List.of(PROJECT, TOKEN, READ_TOKEN, REF, VARIABLES, URL), GitLabKind::settings);

    @Override
    public String name() {
        return "gitlab";
    }

    @Override
    public Use use() {
        return Use.ROLLBACK;
    }

    @Override
    public ObjectSchema<GitLabSettings> settings() {
        return SETTINGS;
    }

    @Override
    public Receiver open(ReceiverConfig config, ReceiverContext context) {
        return new GitLabReceiver((GitLabSettings) config.settings(), new HttpSender(context, Trust.JDK, MOST_READ));
    }

    private static @Nullable GitLabSettings settings(Values values) {
        Map<String, String> variables = values.get(VARIABLES);
        Optional<String> wrong = variables.keySet().stream()
                .filter(name -> !name.matches(VARIABLE_FORM) || name.startsWith(PipelineStart.PREFIX))
                .sorted()
                .findFirst();
        if (wrong.isPresent()) {
            values.cursor(VARIABLES)
                    .report("expected names of letters, digits and _ that do not begin with " + PipelineStart.PREFIX
                            + ", found "
                            + values.cursor(VARIABLES).shown(wrong.orElseThrow()));
            return null;
        }
        return new GitLabSettings(
                values.get(PROJECT),
                values.get(TOKEN).orElseThrow(),
                values.get(READ_TOKEN),
                values.get(REF),
                variables,
                values.get(URL));
    }
}

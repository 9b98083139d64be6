package dev.probation.agent.assembly;

import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.Deployments;
import dev.probation.agent.store.KeptSamples;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.agent.web.api.RecordingSource;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.RecordedDeployment;
import dev.probation.rules.sample.RecordingWriter;
import dev.probation.rules.sample.Sample;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The recordings of an agent's deployments: what the store still has of their raw samples. */
final class LiveRecordings implements RecordingSource {

    /** Some 300 kB of text, which the store's thread reads and writes in a few milliseconds. */
    private static final int SAMPLES_AT_ONCE = 2_000;

    private final Deployments deployments;
    private final StoreExecutor store;

    LiveRecordings(Deployments deployments, StoreExecutor store) {
        this.deployments = deployments;
        this.store = store;
    }

    @Override
    public Future<Optional<Piece>> piece(String deployment, long after) {
        if (after != BEGINNING) {
            return store.submit(
                    open -> Optional.of(piece(open.samples().piece(deployment, after, SAMPLES_AT_ONCE), after, null)));
        }
        // what its view tells is on disk, and with it the samples that brought it about
        return deployments
                .find(deployment)
                .compose(found -> store.submit(open ->
                        found.map(view -> first(view, open.samples().piece(deployment, 0, SAMPLES_AT_ONCE)))));
    }

    private static Piece first(DeploymentView view, KeptSamples kept) {
        return piece(kept, 0, view.stored());
    }

    private static Piece piece(KeptSamples kept, long after, @Nullable StoredDeployment head) {
        StringWriter lines = new StringWriter();
        try (RecordingWriter writer = new RecordingWriter(lines)) {
            if (head != null) {
                writer.deployment(recorded(head));
            }
            for (Sample sample : kept.samples()) {
                writer.sample(sample);
            }
        } catch (IOException e) {
            throw new StoreException("a recording cannot be written: " + e.getMessage(), e);
        }
        return new Piece(lines.toString(), kept.first() - after - 1, kept.droppedAfter(), kept.last());
    }

    private static RecordedDeployment recorded(StoredDeployment stored) {
        Deployment deployment = stored.deployment();
        return new RecordedDeployment(
                deployment.service(),
                deployment.version(),
                deployment.deployedAt(),
                deployment.announcedAt(),
                deployment.rollback(),
                stored.endedAt().orElse(null));
    }
}

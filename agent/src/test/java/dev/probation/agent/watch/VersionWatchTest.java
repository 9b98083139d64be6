package dev.probation.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.time.FakeTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A store that is slow, or refuses, while the version that runs changes. */
class VersionWatchTest {

    private final FakeTime time = new FakeTime(WatchRig.START);
    private final List<String> read = new ArrayList<>();
    private final List<String> recorded = new ArrayList<>();
    private final Deque<Promise<Void>> pending = new ArrayDeque<>();
    private String version = "1";
    private boolean slow;

    private void watch() {
        VersionWatch.Listener listener = new VersionWatch.Listener() {
            @Override
            public void read(String service, String seen) {
                read.add(seen);
            }

            @Override
            public void unreadable(String service, String cause) {
                throw new AssertionError(cause);
            }

            @Override
            public Future<String> record(String service, String seen, @Nullable String before) {
                recorded.add(before + " to " + seen);
                Promise<Void> done = Promise.promise();
                pending.add(done);
                if (!slow) {
                    settle(true);
                }
                return done.future().map(seen);
            }
        };
        new VersionWatch(
                        "shop", Duration.ofSeconds(1), () -> Future.succeededFuture(version), listener, time, "1", true)
                .start();
    }

    private void settle(boolean well) {
        Promise<Void> done = pending.remove();
        if (well) {
            done.complete();
        } else {
            done.fail("the store is away");
        }
    }

    private void run(String now, int seconds) {
        version = now;
        time.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void aChangeIsRecordedOnceHoweverLongThatTakes() {
        watch();
        slow = true;
        run("2", 5);

        assertThat(recorded).containsExactly("1 to 1", "1 to 2");
        assertThat(read).containsExactly("1", "2", "2", "2", "2", "2");

        settle(true);
        slow = false;
        run("2", 1);
        assertThat(recorded).containsExactly("1 to 1", "1 to 2", "2 to 2");
    }

    @Test
    void aChangeThatCouldNotBeRecordedIsTriedAgainOneByOne() {
        watch();
        slow = true;
        run("2", 3);
        settle(false);
        run("2", 3);

        assertThat(recorded).containsExactly("1 to 1", "1 to 2", "1 to 2");
    }

    @Test
    void whatChangedBackMeanwhileIsAChangeAsWell() {
        watch();
        slow = true;
        run("2", 1);
        run("1", 1);
        settle(true);
        slow = false;
        run("1", 1);

        assertThat(recorded).containsExactly("1 to 1", "1 to 2", "2 to 1");
    }
}

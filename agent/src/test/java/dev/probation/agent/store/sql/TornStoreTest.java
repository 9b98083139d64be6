package dev.probation.agent.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.store.Change;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.time.AllowForbiddenApi;
import dev.probation.rules.sample.Sample;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A store whose last pages were torn holds a whole committed state, or is refused. {@code -Dprobation.times=50} tears it so
 * many times as often; {@code -Dprobation.seed} names another beginning.
 */
@Tag("seeds")
@AllowForbiddenApi("says on standard output what became of the torn stores")
class TornStoreTest {

    private static final String TORN = "torn";
    private static final int CHANGES = 40;
    private static final int BATCH = 20;
    private static final int TIMES = 10 * Integer.getInteger("probation.times", 1);
    private static final long SEED = Long.getLong("probation.seed", 17);

    @TempDir
    Path folder;

    /** The store's files as a crash leaves them, and as an orderly end does. */
    private Path crashed = Path.of("");

    private Path ended = Path.of("");

    private enum Result {
        WHOLE,
        EARLIER,
        REFUSED,
        WRONG
    }

    private enum Tear {
        CUT,
        ZEROED,
        FLIPPED;

        /** Changes the last bytes of a file, of which the last page is the last 4 kB. */
        void in(Path file, Random random) throws IOException {
            try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                long length = open.length();
                int most = (int) Math.min(length, 3 * 4096);
                int bytes = 1 + random.nextInt(most);
                switch (this) {
                    case CUT -> open.setLength(length - bytes);
                    case ZEROED -> {
                        open.seek(length - bytes);
                        open.write(new byte[bytes]);
                    }
                    case FLIPPED -> {
                        open.seek(length - bytes);
                        int there = open.read();
                        open.seek(length - bytes);
                        open.write(there ^ (1 << random.nextInt(8)));
                    }
                }
            }
        }
    }

    @BeforeEach
    void writeAndCopy() throws IOException {
        Path written = folder.resolve("written/probation.db");
        crashed = Files.createDirectories(folder.resolve("crashed"));
        ended = Files.createDirectories(folder.resolve("ended"));
        try (Store store = StoreFactory.open("sqlite:" + written)) {
            assertThat(store.add(StoredChanges.deployment(TORN), "abc", StoredChanges.nothing(TORN)))
                    .isTrue();
            for (int i = 0; i < CHANGES; i++) {
                store.write(change(i));
            }
            copy(written, crashed);
        }
        copy(written, ended);
        assertThat(crashed.resolve("probation.db-wal")).isNotEmptyFile();
        assertThat(ended.resolve("probation.db-wal")).doesNotExist();
    }

    private static void copy(Path database, Path to) throws IOException {
        for (String suffix : List.of("", "-wal")) {
            Path from = database.resolveSibling("probation.db" + suffix);
            Files.deleteIfExists(to.resolve("probation.db" + suffix));
            if (Files.exists(from)) {
                Path unused = Files.copy(from, to.resolve("probation.db" + suffix));
            }
        }
    }

    private static Change change(int round) {
        return new Change(
                TORN,
                samples(round),
                List.of(StoredChanges.entry(JournalEntry.Kind.TRANSITION, "round " + round)),
                List.of(StoredChanges.message("m" + round, TORN, "team", "incident")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static List<Sample> samples(int round) {
        Random random = new Random(round);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            samples.add(StoredChanges.sample(round * 5L, "check-" + i, random.nextDouble() * 100));
        }
        return samples;
    }

    /** What a crash tears is the log, whose every page has a checksum. */
    @ParameterizedTest
    @EnumSource
    void aTornLogIsACommittedStateOrIsRefused(Tear tear) throws IOException {
        assertThat(tear(crashed, "-wal", tear)).as("seed %d", SEED).doesNotContainKey(Result.WRONG);
    }

    @ParameterizedTest
    @EnumSource
    void aTornFileIsMadeWholeFromItsLogOrIsRefused(Tear tear) throws IOException {
        assertThat(tear(crashed, "", tear)).as("seed %d", SEED).doesNotContainKey(Result.WRONG);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FLIPPED")
    void aTornFileWithoutALogIsRefused(Tear tear) throws IOException {
        assertThat(tear(ended, "", tear)).as("seed %d", SEED).doesNotContainKey(Result.WRONG);
    }

    /** A flipped bit inside a value cannot be known: SQLite's pages have no checksum. */
    @Test
    void aFlippedBitInAFileWithoutALogIsReadOrRefusedAndNeverACrash() throws IOException {
        Map<Result, Integer> results = tear(ended, "", Tear.FLIPPED);

        assertThat(results.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(TIMES);
    }

    @Test
    void aRefusedFileIsLeftAsItIs() throws IOException {
        Path file = ended.resolve("probation.db");
        Tear.CUT.in(file, new Random(SEED));
        byte[] before = Files.readAllBytes(file);

        assertThat(read(file)).isEqualTo(Result.REFUSED);

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    private Map<Result, Integer> tear(Path image, String suffix, Tear tear) throws IOException {
        Random random = new Random(SEED + tear.name().hashCode());
        Map<Result, Integer> results = new EnumMap<>(Result.class);
        for (int i = 0; i < TIMES; i++) {
            Path copy = Files.createDirectories(folder.resolve("copy"));
            copy(image.resolve("probation.db"), copy);
            Files.deleteIfExists(copy.resolve("probation.db-shm"));
            tear.in(copy.resolve("probation.db" + suffix), random);
            Result result = read(copy.resolve("probation.db"));
            results.put(result, results.getOrDefault(result, 0) + 1);
        }
        System.out.printf(
                Locale.ROOT, "%s, %s%s: %s%n", image.getFileName(), tear, suffix.isEmpty() ? " file" : " log", results);
        return results;
    }

    private static Result read(Path file) {
        try (Store store = StoreFactory.open("sqlite:" + file)) {
            if (store.deployments().find(TORN).isEmpty()) {
                // before the first change: nothing is claimed, and whatever was announced is announced again
                return Result.EARLIER;
            }
            List<Sample> samples = new ArrayList<>();
            store.samples().each(TORN, samples::add);
            List<String> journal = store.journal().of(TORN).stream()
                    .map(entry -> entry.data().getString("what"))
                    .toList();
            int rounds = journal.size();
            List<Sample> expected = new ArrayList<>();
            List<String> entries = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                expected.addAll(samples(i));
                entries.add("round " + i);
            }
            boolean right = samples.equals(expected)
                    && journal.equals(entries)
                    && store.samples().written(TORN) == (long) rounds * BATCH
                    && store.outgoing().backlog().messages() == rounds;
            return right ? rounds == CHANGES ? Result.WHOLE : Result.EARLIER : Result.WRONG;
        } catch (StoreException e) {
            return Result.REFUSED;
        }
    }
}

package dev.probation.bench.decision;

import dev.probation.agent.time.AllowForbiddenApi;
import dev.probation.bench.options.Options;
import dev.probation.rules.sample.RecordedDeployment;
import dev.probation.rules.sample.RecordingWriter;
import dev.probation.rules.sample.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes labelled deployments, has them judged by several judges, and prints how often and how fast each was right. */
@AllowForbiddenApi("a program that prints tables, and how long it took")
public final class DecisionBench {

    /**
     * What is asked for.
     *
     * @param write where recordings are written, instead of judging them; empty to judge
     * @param wrong whether each wrong decision is listed
     */
    private record Plan(
            long seed,
            int healthy,
            int clumps,
            int steps,
            int regressions,
            int old,
            int days,
            int kinds,
            int threads,
            Optional<Path> write,
            boolean wrong) {

        static Plan of(String[] arguments) {
            Options given = Options.of(
                    arguments,
                    Set.of(
                            "--seed",
                            "--healthy",
                            "--clumps",
                            "--steps",
                            "--regressions",
                            "--old",
                            "--days",
                            "--kinds",
                            "--threads",
                            "--write"),
                    Set.of("--wrong"),
                    Map.of(
                            "--healthy",
                            100,
                            "--clumps",
                            100,
                            "--steps",
                            40,
                            "--regressions",
                            60,
                            "--old",
                            60,
                            "--days",
                            10,
                            "--kinds",
                            10));
            return new Plan(
                    given.seed(72),
                    given.count("--healthy", 1000),
                    given.count("--clumps", 1000),
                    given.count("--steps", 200),
                    given.count("--regressions", 100_000),
                    given.count("--old", 100_000),
                    given.count("--days", 60),
                    given.count("--kinds", 100),
                    given.count("--threads", Runtime.getRuntime().availableProcessors()),
                    given.text("--write").map(Path::of),
                    given.has("--wrong"));
        }

        List<DecisionLabel> labels() {
            return DecisionLabel.plan(seed, healthy, clumps, steps, regressions, old, days);
        }
    }

    private DecisionBench() {}

    /** Exits with 1 where a goal is missed, with 2 where an option is not understood. */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Plan plan;
        try {
            plan = Plan.of(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        List<DecisionLabel> labels = plan.labels();
        if (plan.write().isPresent()) {
            write(plan.write().orElseThrow(), labels, plan.seed());
            return;
        }
        long from = System.nanoTime();
        List<DecisionResult> results = judge(labels, plan);
        List<DecisionResult> fresh = DecisionDayTables.others(DecisionPastTables.others(results));
        DecisionTables tables = new DecisionTables(fresh, System.out);
        System.out.printf(
                Locale.ROOT,
                "%,d labelled deployments of 72 hours, seed %d, judged in %d s%n%n",
                labels.size(),
                plan.seed(),
                (System.nanoTime() - from) / 1_000_000_000);
        tables.judges();
        boolean met = new DecisionGoals(fresh, System.out).print();
        tables.regressions();
        tables.healthy();
        met &= new DecisionPastTables(results, System.out).print();
        met &= new DecisionDayTables(results, System.out).print();
        met &= kinds(plan);
        if (plan.wrong()) {
            new DecisionTables(results, System.out).wrong();
        }
        System.exit(met ? 0 : 1);
    }

    private static boolean kinds(Plan plan) throws IOException, InterruptedException, ExecutionException {
        ExecutorService workers = Executors.newFixedThreadPool(plan.threads());
        try {
            return new DecisionCaseTable(System.out).print(plan.seed(), plan.kinds(), workers);
        } finally {
            workers.shutdownNow();
        }
    }

    private static List<DecisionResult> judge(List<DecisionLabel> labels, Plan plan)
            throws IOException, InterruptedException, ExecutionException {
        DecisionChecklists checklists = DecisionChecklists.read();
        ExecutorService workers = Executors.newFixedThreadPool(plan.threads());
        try {
            List<Future<DecisionResult>> pending = new ArrayList<>();
            labels.forEach(label -> pending.add(workers.submit(() -> judge(label, plan.seed(), checklists))));
            List<DecisionResult> results = new ArrayList<>();
            for (Future<DecisionResult> result : pending) {
                results.add(result.get());
                if (results.size() % 100 == 0) {
                    System.err.printf(Locale.ROOT, "judged %d of %d%n", results.size(), labels.size());
                }
            }
            return results;
        } finally {
            workers.shutdownNow();
        }
    }

    private static DecisionResult judge(DecisionLabel label, long seed, DecisionChecklists checklists) {
        DecisionRecording recording = new DecisionRecording(label, seed);
        List<DecisionJudge> judges = DecisionJudge.all(checklists, label);
        recording.stream(sample -> judges.forEach(judge -> judge.judge(sample)));
        List<DecisionJudge.Ruling> rulings =
                judges.stream().map(DecisionJudge::end).toList();
        return new DecisionResult(label, recording.story(), recording.observed(), rulings);
    }

    /** Recordings that {@code probation replay} reads, and a list of their labels. */
    private static void write(Path folder, List<DecisionLabel> labels, long seed) throws IOException {
        Files.createDirectories(folder);
        List<String> rows = new ArrayList<>(List.of("recording,kind,size,begins,onset,traffic,mustBeFound,before"));
        for (DecisionLabel label : labels) {
            String name = String.format(Locale.ROOT, "%04d.jsonl", label.index());
            write(folder.resolve(name), new DecisionRecording(label, seed));
            rows.add(String.join(
                    ",",
                    name,
                    label.kind().words(),
                    DecisionLabel.times(label.size()),
                    Integer.toString(label.begins()),
                    Integer.toString(label.onset()),
                    Integer.toString(label.traffic()),
                    Boolean.toString(label.mustBeFound()),
                    DecisionLabel.times(label.past().size())));
        }
        Files.write(folder.resolve("labels.csv"), rows);
    }

    private static void write(Path file, DecisionRecording recording) throws IOException {
        try (Writer text = Files.newBufferedWriter(file);
                RecordingWriter writer = new RecordingWriter(text)) {
            writer.deployment(new RecordedDeployment(
                    "bookreader", "1", DecisionRecording.LIVE, DecisionRecording.LIVE, false, null));
            DecisionMemory memory = new DecisionMemory(sample -> write(writer, sample), DecisionMemory.OF_COUNTS);
            recording.stream(memory::accept);
        }
    }

    private static void write(RecordingWriter writer, Sample sample) {
        try {
            writer.sample(sample);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

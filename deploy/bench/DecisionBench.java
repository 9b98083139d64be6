import dev.probation.rules.sample.RecordedDeployment;
import dev.probation.rules.sample.RecordingWriter;
import dev.probation.rules.sample.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes labelled deployments, has them judged by several judges, and prints how often and how fast each was right. */
public final class DecisionBench {

    private record Options(long seed, int healthy, int regressions, int threads, Path write, boolean wrong) {

        static Options of(String[] arguments) {
            Options options = new Options(72, 1000, Integer.MAX_VALUE, Runtime.getRuntime().availableProcessors(), Path.of(""), false);
            Iterator<String> rest = Arrays.asList(arguments).iterator();
            while (rest.hasNext()) {
                options = options.with(rest.next(), rest);
            }
            return options;
        }

        private Options with(String name, Iterator<String> rest) {
            return switch (name) {
                case "--short" -> new Options(seed, 100, 60, threads, write, wrong);
                case "--wrong" -> new Options(seed, healthy, regressions, threads, write, true);
                case "--seed" -> new Options(Long.parseLong(value(name, rest)), healthy, regressions, threads, write, wrong);
                case "--healthy" -> new Options(seed, Integer.parseInt(value(name, rest)), regressions, threads, write, wrong);
                case "--regressions" -> new Options(seed, healthy, Integer.parseInt(value(name, rest)), threads, write, wrong);
                case "--threads" -> new Options(seed, healthy, regressions, Integer.parseInt(value(name, rest)), write, wrong);
                case "--write" -> new Options(seed, healthy, regressions, threads, Path.of(value(name, rest)), wrong);
                default -> throw new IllegalArgumentException("unknown option " + name);
            };
        }

        private static String value(String name, Iterator<String> rest) {
            if (!rest.hasNext()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            return rest.next();
        }
    }

    private DecisionBench() {}

    /** Exits with 1 where a goal is missed, with 2 where an option is not understood. */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        List<DecisionLabel> plan = DecisionLabel.plan(options.seed(), options.healthy(), options.regressions());
        if (!options.write().toString().isEmpty()) {
            write(options.write(), plan, options.seed());
            return;
        }
        long from = System.nanoTime();
        List<DecisionResult> results = judge(plan, options);
        DecisionTables tables = new DecisionTables(results);
        System.out.printf(
                Locale.ROOT,
                "%,d labelled deployments of 72 hours, seed %d, judged in %d s%n%n",
                plan.size(),
                options.seed(),
                (System.nanoTime() - from) / 1_000_000_000);
        tables.judges();
        boolean met = new DecisionGoals(results).print();
        tables.regressions();
        tables.healthy();
        if (options.wrong()) {
            tables.wrong();
        }
        System.exit(met ? 0 : 1);
    }

    private static List<DecisionResult> judge(List<DecisionLabel> plan, Options options)
            throws IOException, InterruptedException, ExecutionException {
        DecisionChecklists checklists = DecisionChecklists.read();
        ExecutorService workers = Executors.newFixedThreadPool(options.threads());
        try {
            List<Future<DecisionResult>> pending = new ArrayList<>();
            plan.forEach(label -> pending.add(workers.submit(() -> judge(label, options.seed(), checklists))));
            List<DecisionResult> results = new ArrayList<>();
            for (Future<DecisionResult> result : pending) {
                results.add(result.get());
                if (results.size() % 100 == 0) {
                    System.err.printf(Locale.ROOT, "judged %d of %d%n", results.size(), plan.size());
                }
            }
            return results;
        } finally {
            workers.shutdownNow();
        }
    }

    private static DecisionResult judge(DecisionLabel label, long seed, DecisionChecklists checklists) {
        DecisionRecording recording = new DecisionRecording(label, seed);
        List<DecisionJudge> judges = DecisionJudge.all(checklists);
        recording.stream(sample -> judges.forEach(judge -> judge.judge(sample)));
        List<DecisionJudge.Ruling> rulings = judges.stream().map(DecisionJudge::end).toList();
        return new DecisionResult(label, recording.story(), recording.observed(), rulings);
    }

    /** Recordings that {@code probation replay} reads, and a list of their labels. */
    private static void write(Path folder, List<DecisionLabel> plan, long seed) throws IOException {
        Files.createDirectories(folder);
        List<String> lines = new ArrayList<>(List.of("recording,kind,size,begins,onset,traffic,mustBeFound"));
        for (DecisionLabel label : plan) {
            String name = String.format(Locale.ROOT, "%04d.jsonl", label.index());
            write(folder.resolve(name), new DecisionRecording(label, seed));
            lines.add(name + ',' + label.kind().words() + ',' + label.size() + ',' + label.begins() + ',' + label.onset()
                    + ',' + label.traffic() + ',' + label.mustBeFound());
        }
        Files.write(folder.resolve("labels.csv"), lines);
    }

    private static void write(Path file, DecisionRecording recording) throws IOException {
        try (Writer text = Files.newBufferedWriter(file);
                RecordingWriter writer = new RecordingWriter(text)) {
            writer.deployment(new RecordedDeployment(
                    "bookreader", "1", DecisionRecording.LIVE, DecisionRecording.LIVE, false));
            recording.stream(sample -> write(writer, sample));
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

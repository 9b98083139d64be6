package dev.probation.bench.decision;

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
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes labelled deployments, has them judged by several judges, and prints how often and how fast each was right. */
public final class DecisionBench {

    /**
     * @param write where recordings are written, instead of judging them; empty to judge
     * @param wrong whether each wrong decision is listed
     */
    private record Options(
            long seed, int healthy, int regressions, int old, int threads, Optional<Path> write, boolean wrong) {

        static Options of(String[] arguments) {
            Map<String, String> given = new HashMap<>();
            Iterator<String> rest = Arrays.asList(arguments).iterator();
            while (rest.hasNext()) {
                read(rest.next(), rest, given);
            }
            int processors = Runtime.getRuntime().availableProcessors();
            return new Options(
                    Long.parseLong(given.getOrDefault("--seed", "72")),
                    Integer.parseInt(given.getOrDefault("--healthy", "1000")),
                    Integer.parseInt(given.getOrDefault("--regressions", "100000")),
                    Integer.parseInt(given.getOrDefault("--old", "100000")),
                    Integer.parseInt(given.getOrDefault("--threads", Integer.toString(processors))),
                    Optional.ofNullable(given.get("--write")).map(Path::of),
                    given.containsKey("--wrong"));
        }

        private static void read(String name, Iterator<String> rest, Map<String, String> given) {
            switch (name) {
                case "--short" -> given.putAll(Map.of("--healthy", "100", "--regressions", "60", "--old", "60"));
                case "--wrong" -> given.put(name, "");
                case "--seed", "--healthy", "--regressions", "--old", "--threads", "--write" -> {
                    if (!rest.hasNext()) {
                        throw new IllegalArgumentException(name + " needs a value");
                    }
                    given.put(name, rest.next());
                }
                default -> throw new IllegalArgumentException("unknown option " + name);
            }
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
        List<DecisionLabel> plan =
                DecisionLabel.plan(options.seed(), options.healthy(), options.regressions(), options.old());
        if (options.write().isPresent()) {
            write(options.write().orElseThrow(), plan, options.seed());
            return;
        }
        long from = System.nanoTime();
        List<DecisionResult> results = judge(plan, options);
        List<DecisionResult> fresh = DecisionPastTables.others(results);
        DecisionTables tables = new DecisionTables(fresh);
        System.out.printf(
                Locale.ROOT,
                "%,d labelled deployments of 72 hours, seed %d, judged in %d s%n%n",
                plan.size(),
                options.seed(),
                (System.nanoTime() - from) / 1_000_000_000);
        tables.judges();
        boolean met = new DecisionGoals(fresh).print();
        tables.regressions();
        tables.healthy();
        met &= new DecisionPastTables(results).print();
        if (options.wrong()) {
            new DecisionTables(results).wrong();
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
        List<DecisionJudge.Ruling> rulings =
                judges.stream().map(DecisionJudge::end).toList();
        return new DecisionResult(label, recording.story(), recording.observed(), rulings);
    }

    /** Recordings that {@code probation replay} reads, and a list of their labels. */
    private static void write(Path folder, List<DecisionLabel> plan, long seed) throws IOException {
        Files.createDirectories(folder);
        List<String> lines = new ArrayList<>(List.of("recording,kind,size,begins,onset,traffic,mustBeFound,before"));
        for (DecisionLabel label : plan) {
            String name = String.format(Locale.ROOT, "%04d.jsonl", label.index());
            write(folder.resolve(name), new DecisionRecording(label, seed));
            lines.add(String.join(
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
        Files.write(folder.resolve("labels.csv"), lines);
    }

    private static void write(Path file, DecisionRecording recording) throws IOException {
        try (Writer text = Files.newBufferedWriter(file);
                RecordingWriter writer = new RecordingWriter(text)) {
            writer.deployment(
                    new RecordedDeployment("bookreader", "1", DecisionRecording.LIVE, DecisionRecording.LIVE, false));
            DecisionMemory memory = new DecisionMemory(sample -> write(writer, sample));
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

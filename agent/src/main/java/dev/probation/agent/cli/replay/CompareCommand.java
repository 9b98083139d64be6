package dev.probation.agent.cli.replay;

import dev.probation.agent.cli.command.CommandContext;
import dev.probation.agent.cli.command.CommandFailure;
import dev.probation.agent.cli.command.ExitCode;
import dev.probation.rules.evidence.comparison.Comparison;
import dev.probation.rules.evidence.comparison.ComparisonDirection;
import dev.probation.rules.evidence.comparison.ComparisonRule;
import java.io.InputStream;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code probation compare}: holds numbers against those of a baseline. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Says whether numbers differ from a baseline's (Mann-Whitney U), and by how much.",
            "A difference counts if it is significant and greater than the tolerance. Exits with 0 for"
                    + " pass, 1 for high or low, 4 if the numbers cannot tell."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  probation compare --baseline before.txt --current after.txt --direction increase",
            "  probation compare --baseline before.txt --current - --direction either --tolerance 0.1"
        })
public final class CompareCommand implements Callable<Integer> {

    /** The forms; a pipeline reads the first. */
    enum Form {
        JSON,
        TABLE
    }

    private final CommandContext context;
    private final InputStream standardInput;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            required = true,
            description = "The baseline's file: one number a line, NaN for a missing one; - is standard input.")
    private String baseline = "";

    @Option(names = "--current", paramLabel = "FILE", required = true, description = "The file to compare with it.")
    private String current = "";

    @Option(
            names = "--direction",
            paramLabel = "DIRECTION",
            required = true,
            description = "The change to look for: increase, decrease or either.")
    private ComparisonDirection direction = ComparisonDirection.EITHER;

    @Option(
            names = "--tolerance",
            paramLabel = "PART",
            defaultValue = "0.25",
            description =
                    "The difference to tolerate, as a part of the baseline's median: 0 or more. Default: ${DEFAULT-VALUE}.")
    private double tolerance;

    @Option(
            names = "--confidence",
            paramLabel = "CHANCE",
            defaultValue = "" + ComparisonRule.USUAL_CONFIDENCE,
            description =
                    "The probability of finding no difference if there is none: over 0.5 and below 1. Default: ${DEFAULT-VALUE}.")
    private double confidence;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "JSON",
            description = "json (default) or table.")
    private Form form = Form.JSON;

    public CompareCommand(CommandContext context, InputStream standardInput) {
        this.context = context;
        this.standardInput = standardInput;
    }

    @Override
    public Integer call() {
        if (baseline.equals("-") && current.equals("-")) {
            throw new CommandFailure(ExitCode.USAGE, "only one of --baseline and --current can be standard input");
        }
        ComparisonRule rule = rule();
        NumberFile numbers = new NumberFile(standardInput);
        Comparison comparison = Comparison.of(numbers.read(baseline), numbers.read(current), rule);
        switch (form) {
            case JSON ->
                context.out().println(CompareAnswer.json(comparison, rule).encodePrettily());
            case TABLE -> CompareAnswer.print(context.out(), comparison);
        }
        return switch (comparison.result()) {
            case PASS -> ExitCode.PASS;
            case HIGH, LOW -> ExitCode.FAIL;
            case NO_DATA -> ExitCode.INCONCLUSIVE;
        };
    }

    private ComparisonRule rule() {
        ComparisonRule usual =
                valid("--tolerance", () -> new ComparisonRule(direction, tolerance, ComparisonRule.USUAL_CONFIDENCE));
        return valid("--confidence", () -> new ComparisonRule(direction, usual.tolerance(), confidence));
    }

    private static ComparisonRule valid(String option, Supplier<ComparisonRule> rule) {
        try {
            return rule.get();
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, option + ": " + e.getMessage());
        }
    }
}

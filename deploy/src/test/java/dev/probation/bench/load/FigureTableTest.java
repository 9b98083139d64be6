package dev.probation.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTableTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final FigureTable table = new FigureTable(new PrintStream(printed, true, StandardCharsets.UTF_8));

    @Test
    void aFigureAboveItsAimIsMarkedAndCounted() {
        table.figure("at the aim", 200, "ms", 200);
        table.figure("above it", 200.5, "ms", 200);
        table.figure("without one", 1234567, "MB");

        assertThat(table.missed()).isEqualTo(1);
        assertThat(words())
                .containsExactly(
                        "at the aim 200 ms <= 200 ok", "above it 200.50 ms <= 200 MISSED", "without one 1,234,567 MB");
    }

    @Test
    void noneAtAllCanBeAnAim() {
        table.figure("skipped", 0, "", 0);
        table.figure("skipped", 1, "", 0);

        assertThat(table.missed()).isEqualTo(1);
    }

    @Test
    void theColumnsStandBelowTheirHeads() {
        table.head();
        table.figure("start", 400, "ms", 600);

        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(end(lines.get(0), "measured")).isEqualTo(end(lines.get(1), "400"));
        assertThat(end(lines.get(0), "aim")).isEqualTo(end(lines.get(1), "600"));
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
        assertThat(FigureTable.median(List.of(9L, 1L, 5L))).isEqualTo(5);
        assertThat(FigureTable.median(List.of(9L, 1L, 5L, 2L))).isEqualTo(3.5);
    }

    private static int end(String line, String word) {
        return line.indexOf(word) + word.length();
    }

    private List<String> words() {
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
    }
}

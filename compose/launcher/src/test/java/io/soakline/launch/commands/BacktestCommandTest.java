package io.soakline.launch.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BacktestCommandTest {

    @TempDir
    Path folder;

    /** 400 rows whose level rises by five standard deviations at row 200. */
    private static String series() {
        Random random = new Random(3);
        StringBuilder rows = new StringBuilder("timestamp,value\n");
        for (int i = 0; i < 400; i++) {
            double value = 100 + random.nextGaussian() + (i >= 200 ? 5 : 0);
            rows.append(String.format(Locale.ROOT, "%d,%.4f%n", 1_700_000_000L + 10L * i, value));
        }
        return rows.toString();
    }

    private String file() throws Exception {
        return Files.writeString(folder.resolve("latency.csv"), series()).toString();
    }

    @Test
    void json_givenLevelThatRises_hasExactlyTheDocumentedFields() throws Exception {
        Invocation run = Invocation.of("backtest", file(), "--json");

        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(run.out());
        assertThat(result.fieldNames()).toIterable().startsWith("series", "n", "mode", "changePoints");
        assertThat(result.get("series").asText()).isEqualTo("latency");
        assertThat(result.get("n").asInt()).isEqualTo(400);
        assertThat(result.get("mode").asText()).isEqualTo("offline");
        JsonNode point = result.at("/changePoints/0");
        assertThat(point.fieldNames())
                .toIterable()
                .containsExactly("index", "timestamp", "kind", "direction", "size", "evidence");
        assertThat(point.get("index").asInt()).isBetween(198, 202);
        assertThat(point.get("timestamp").asText())
                .isEqualTo(
                        Long.toString(1_700_000_000L + 10L * point.get("index").asLong()));
        assertThat(point.get("kind").asText()).isEqualTo("level");
        assertThat(point.get("direction").asText()).isEqualTo("up");
        assertThat(point.get("size").asDouble()).isBetween(1.04, 1.06);
    }

    @Test
    void online_tellsWhenItRangAndWhenItChanged() throws Exception {
        Invocation run = Invocation.of("backtest", file(), "--mode", "online", "--reference", "100", "--json");

        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode points = new ObjectMapper().readTree(run.out()).get("changePoints");
        assertThat(points).as(run.out()).isNotEmpty();
        JsonNode point = points.get(0);
        assertThat(point.get("index").asInt()).isBetween(200, 230);
        assertThat(point.get("changeIndex").asInt())
                .isLessThanOrEqualTo(point.get("index").asInt());
    }

    @Test
    void pipe_givesWhatTheFileGives() throws Exception {
        Invocation file = Invocation.of("backtest", file(), "--json");
        Invocation pipe = Invocation.fed(series(), "backtest", "-", "--json");

        assertThat(pipe.exit()).as(pipe.err()).isZero();
        assertThat(pipe.out()).isEqualTo(file.out().replace("\"latency\"", "\"stdin\""));
    }

    @Test
    void text_marksThePointBelowThePlot() throws Exception {
        Invocation run = Invocation.of("backtest", file());

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("latency: 400 rows, offline, 1 change");
        List<String> lines = run.out().lines().toList();
        assertThat(lines.get(2)).matches("  [▁▂▃▄▅▆▇█]{96}");
        assertThat(lines.get(3).indexOf('^') - 2).isBetween(47, 49);
        assertThat(run.out()).contains("level up");
    }

    @Test
    void text_givenOddRows_countsThem() {
        Invocation run = Invocation.fed(series().replace("1700000100,", "1700000100,nan # "), "backtest", "-");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("that cannot be read, the first on line 12: 1");
    }

    @Test
    void backtest_givenMissingFile_saysSo() {
        Invocation run = Invocation.of("backtest", folder.resolve("none.csv").toString());

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).startsWith("soakline: cannot read ").hasLineCount(1);
        assertThat(Invocation.of("backtest", folder.toString()).err()).contains("is a folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "timestamp,value\n", "a,b\nc,d\n"})
    void backtest_givenNoNumbers_saysSo(String text) {
        Invocation run = Invocation.fed(text, "backtest", "-");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).contains("standard input holds no number").hasLineCount(1);
    }

    @Test
    void backtest_givenWrongUsage_exitsWithTwo() throws Exception {
        assertThat(Invocation.of("backtest").exit()).isEqualTo(2);
        assertThat(Invocation.of("backtest", file(), "--mode", "sideways").exit())
                .isEqualTo(2);
        assertThat(Invocation.of("backtest", file(), "--pane", "0").err()).contains("a pane has at least 1 row");
        assertThat(Invocation.of("backtest", file(), "--reference", "50").err())
                .contains("--reference belongs to --mode online");
        assertThat(Invocation.of("backtest", file(), "--mode", "online", "--reference", "3")
                        .err())
                .contains("a reference takes at least 12 observations, not 3");
        assertThat(Invocation.of("backtest", file(), "--jsn").err()).contains("Did you mean --json?");
    }
}

package io.soakline.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.backtest.BacktestSettings.Mode;
import io.soakline.backtest.ChangePoint.Direction;
import io.soakline.backtest.ChangePoint.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BacktestTest {

    private static final BacktestSettings ONLINE = BacktestSettings.of(Mode.ONLINE);
    private static final BacktestSettings OFFLINE = BacktestSettings.of(Mode.OFFLINE);

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("latency.csv"), text);
    }

    /** A second between rows, from 1,700,000,000. */
    private Path file(int rows, IntToDoubleFunction value) throws IOException {
        StringBuilder text = new StringBuilder("timestamp,value\n");
        for (int i = 0; i < rows; i++) {
            text.append(1_700_000_000 + i)
                    .append(',')
                    .append(value.applyAsDouble(i))
                    .append('\n');
        }
        return file(text.toString());
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void run_givenNoData_findsNothing(Mode mode) throws IOException {
        for (String text : List.of("", "timestamp,value\n", "1,5\n", "1,NaN\n2,\n3,null\n", "a,b\n1,x\n2,y\n")) {
            BacktestResult result = Backtest.run(file(text), BacktestSettings.of(mode));

            assertThat(result.changePoints()).as(text).isEmpty();
            assertThat(result.series()).isEqualTo("latency");
            assertThat(result.n()).isEqualTo(result.quality().rows());
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void run_givenAllEqual_findsNothing(Mode mode) throws IOException {
        assertThat(Backtest.run(file(1500, i -> 4.25), BacktestSettings.of(mode))
                        .changePoints())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void run_givenTheSameTwice_answersTheSame(Mode mode) throws IOException {
        Random random = new Random(1);
        Path file = file(1200, i -> (i < 700 ? 10 : 12) + random.nextGaussian());

        assertThat(Backtest.run(file, BacktestSettings.of(mode)))
                .isEqualTo(Backtest.run(file, BacktestSettings.of(mode)));
    }

    @Test
    void run_givenNoFile_namesIt() {
        assertThatThrownBy(() -> Backtest.run(folder.resolve("none.csv"), OFFLINE))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("none.csv");
    }

    @Test
    void offline_givenAStep_saysRowTimestampDirectionSizeAndEvidence() throws IOException {
        Random random = new Random(2);
        BacktestResult result =
                Backtest.run(file(300, i -> (i < 120 ? 10 : 15) + 0.5 * random.nextGaussian()), OFFLINE);

        assertThat(result.changePoints()).hasSize(1);
        ChangePoint point = result.changePoints().get(0);
        assertThat(point.index()).isEqualTo(120);
        assertThat(point.changeIndex()).isEqualTo(120);
        assertThat(point.timestamp()).isEqualTo("1700000120");
        assertThat(point.kind()).isEqualTo(Kind.LEVEL);
        assertThat(point.direction()).isEqualTo(Direction.UP);
        assertThat(point.size()).isBetween(1.45, 1.55);
        assertThat(point.evidence()).startsWith("segmentation: level 10.").contains("noise variances");
    }

    @Test
    void offline_givenMissingAndMalformedRows_countsInRowsOfTheFile() throws IOException {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            String value = i % 10 == 3
                    ? ""
                    : i == 50 ? "oops" : Double.toString((i < 150 ? 1 : 3) + 0.1 * random.nextGaussian());
            text.append(i < 200 ? i : i + 1000).append(',').append(value).append('\n');
        }

        BacktestResult result = Backtest.run(file(text.toString()), OFFLINE);

        assertThat(result.changePoints()).extracting(ChangePoint::index).containsExactly(150L);
        assertThat(result.quality()).isEqualTo(new SeriesQuality(300, 269, 30, 1, 51, 0, 0, 0, 1));
    }

    @Test
    void offline_givenValuesOfEitherSign_givesTheSizeInDeviations() throws IOException {
        Random random = new Random(4);
        BacktestResult result = Backtest.run(file(200, i -> (i < 100 ? 2 : -2) + 0.5 * random.nextGaussian()), OFFLINE);

        assertThat(result.changePoints()).hasSize(1);
        assertThat(result.changePoints().get(0).direction()).isEqualTo(Direction.DOWN);
        assertThat(result.changePoints().get(0).size()).isBetween(-10.0, -6.0);
    }

    @Test
    void offline_givenALongSeries_datesChangesOfLevelAndSpreadToTheRow() throws IOException {
        Random random = new Random(5);
        BacktestResult result = Backtest.run(
                file(50_000, i -> (i < 12_345 ? 10 : 11) + (i < 33_333 ? 0.2 : 1.0) * random.nextGaussian()), OFFLINE);

        assertThat(result.changePoints()).extracting(ChangePoint::kind).containsExactly(Kind.LEVEL, Kind.SPREAD);
        assertThat(result.changePoints().get(0).index()).isBetween(12_340L, 12_350L);
        assertThat(result.changePoints().get(1).index()).isBetween(33_313L, 33_353L);
        assertThat(result.changePoints().get(1).size()).isBetween(3.5, 6.5);
    }

    @Test
    void offline_givenPanes_findsSpreadAndDatesToTheFirstRowOfAPane() throws IOException {
        Random random = new Random(6);
        BacktestResult result = Backtest.run(
                file(10_000, i -> 1 + (i < 5_000 ? 0.05 : 0.1) * random.nextGaussian()), OFFLINE.withPaneRows(50));

        assertThat(result.changePoints()).extracting(ChangePoint::kind).containsExactly(Kind.SPREAD);
        assertThat(result.changePoints().get(0).index()).isEqualTo(5_000);
    }

    @Test
    void online_givenAStep_ringsAfterItAndDatesIt() throws IOException {
        Random random = new Random(7);
        BacktestResult result =
                Backtest.run(file(1_500, i -> (i < 900 ? 10 : 11.5) + 0.3 * random.nextGaussian()), ONLINE);

        assertThat(result.changePoints()).isNotEmpty();
        ChangePoint first = result.changePoints().get(0);
        assertThat(first.kind()).isEqualTo(Kind.LEVEL);
        assertThat(first.direction()).isEqualTo(Direction.UP);
        assertThat(first.index()).isBetween(900L, 920L);
        assertThat(first.changeIndex()).isBetween(890L, first.index());
        assertThat(first.timestamp()).isEqualTo(Long.toString(1_700_000_000 + first.index()));
        assertThat(first.evidence()).contains("log evidence");
    }

    @Test
    void online_givenALaterPart_ringsTheSameBeforeIt() throws IOException {
        Random random = new Random(8);
        double[] values = random.doubles(3_000).map(v -> 5 + v).toArray();
        IntToDoubleFunction series = i -> values[i] + (i >= 1_700 ? 2 : 0) + (i >= 2_400 ? 5 : 0);

        List<ChangePoint> all = Backtest.run(file(3_000, series), ONLINE).changePoints();
        List<ChangePoint> part = Backtest.run(file(2_000, series), ONLINE).changePoints();

        assertThat(part).isNotEmpty();
        assertThat(all.stream().filter(point -> point.index() < 2_000)).isEqualTo(part);
    }

    @Test
    void online_givenAShortSeries_learnsFromAThird() throws IOException {
        Random random = new Random(9);
        BacktestResult result = Backtest.run(file(240, i -> (i < 160 ? 10 : 13) + 0.3 * random.nextGaussian()), ONLINE);

        assertThat(result.changePoints()).isNotEmpty();
        assertThat(result.changePoints().get(0).index()).isBetween(160L, 180L);
    }

    @Test
    void online_givenPanes_watchesTheirQuantiles() throws IOException {
        Random random = new Random(10);
        BacktestSettings settings = ONLINE.withPaneRows(100).withReference(60);
        BacktestResult result =
                Backtest.run(file(15_000, i -> Math.exp((i < 10_000 ? 0.05 : 0.25) * random.nextGaussian())), settings);

        assertThat(result.changePoints()).extracting(ChangePoint::kind).contains(Kind.SPREAD);
        assertThat(result.changePoints().get(0).index()).isBetween(10_000L, 11_500L);
        assertThat(result.changePoints()).allMatch(point -> (point.index() + 1) % 100 == 0);
    }

    @Test
    void online_givenNegativeValuesInPanes_saysWhatToDo() throws IOException {
        Path file = file(100, i -> i - 50);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backtest.run(file, ONLINE.withPaneRows(20)))
                .withMessageContaining("pane 0 has -50.0")
                .withMessageContaining("run it with smaller panes");
    }

    @Test
    void settings_givenNonsense_sayWhatToDo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ONLINE.withReference(5))
                .withMessageContaining("at least 12");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ONLINE.withPaneRows(0))
                .withMessageContaining("--pane");
    }
}

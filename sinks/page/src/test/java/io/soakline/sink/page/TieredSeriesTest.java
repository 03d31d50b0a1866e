package io.soakline.sink.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TieredSeriesTest {

    private static final long PANE_MILLIS = 10_000;

    private final TieredSeries series = new TieredSeries();

    private static Point pane(long index, double p99, long max) {
        return new Point((index + 1) * PANE_MILLIS, 10, 100, 1.0, 2.0, p99, null, max);
    }

    private void addHours(int hours) {
        for (long i = 0; i < hours * 360L; i++) {
            series.add(pane(i, 10, 20));
        }
    }

    @Test
    void points_givenLessThanAnHour_areThePanesThemselves() {
        series.add(pane(0, 1, 2));
        series.add(pane(5, 3, 4));

        assertThat(series.points()).containsExactly(pane(0, 1, 2), pane(5, 3, 4));
    }

    @Test
    void points_givenFourWeeks_areNoMoreThanAfterOne() {
        addHours(7 * 24 + 14);
        int afterAWeek = series.points().size();
        TieredSeries longer = new TieredSeries();
        for (long i = 0; i < 28 * 24 * 360L; i++) {
            longer.add(pane(i, 10, 20));
        }

        assertThat(longer.points()).hasSizeLessThanOrEqualTo(afterAWeek + 1);
        assertThat(afterAWeek).isLessThan(2_200);
    }

    @Test
    void points_givenOneSlowPaneLongAgo_stillShowItsMaximum() {
        series.add(pane(0, 999, 12_345));
        for (long i = 1; i < 24 * 360; i++) {
            series.add(pane(i, 10, 20));
        }

        Point oldest = series.points().get(0);

        assertThat(oldest.maxNanos()).isEqualTo(12_345);
        assertThat(oldest.p99Nanos()).isEqualTo(999);
        assertThat(oldest.seconds()).isEqualTo(600);
        assertThat(oldest.n()).isEqualTo(60 * 100);
        assertThat(oldest.p999Nanos()).as("refused in every pane").isNull();
    }

    @Test
    void points_givenRollUp_losesNoInference() {
        addHours(3);

        assertThat(series.points().stream().mapToLong(Point::n).sum()).isEqualTo(3 * 360 * 100L);
        assertThat(series.points().stream().map(Point::endMillis).toList())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void add_givenWhatWasToldBefore_changesNothing() {
        addHours(2);
        List<Point> before = series.points();

        series.add(pane(700, 10, 20));
        series.add(Objects.requireNonNull(before.get(before.size() - 1)));

        assertThat(series.points()).isEqualTo(before);
    }
}

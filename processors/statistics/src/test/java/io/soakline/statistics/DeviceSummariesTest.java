package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeviceSummariesTest {

    @Test
    void channels_givenSamples_areSummarisedByQuantityAndSensor() {
        DeviceSummaries summaries = DeviceSummaries.empty();
        summaries.accept("powerMilliwatts", "board", false, 20, 3.0);
        summaries.accept("powerMilliwatts", "board", false, 10, 5.0);
        summaries.accept("energyJoules", "package-0", true, 10, 100.0);
        assertThat(summaries.channels())
                .containsExactly(
                        new DeviceSummaries.Channel(
                                "energyJoules", "package-0", true, 1, 100, 100, 100, 100, 100, 10, 10),
                        new DeviceSummaries.Channel("powerMilliwatts", "board", false, 2, 3, 5, 8, 5, 3, 10, 20));
    }

    @Test
    void accept_givenFailedReadings_leavesThemOut() {
        DeviceSummaries summaries = DeviceSummaries.empty();
        summaries.accept("temperatureCelsius", "x86_pkg_temp", false, 1, Double.NaN);
        summaries.accept("temperatureCelsius", "x86_pkg_temp", false, 2, Double.POSITIVE_INFINITY);
        assertThat(summaries.channels()).isEmpty();
    }

    @Test
    void combine_givenPartsInEitherOrder_keepsFirstAndLast() {
        DeviceSummaries early = DeviceSummaries.empty();
        early.accept("energyJoules", "package-0", true, 10, 100);
        DeviceSummaries late = DeviceSummaries.empty();
        late.accept("energyJoules", "package-0", true, 20, 130);
        DeviceSummaries ab = DeviceSummaries.empty();
        ab.combine(early.channels());
        ab.combine(late.channels());
        DeviceSummaries ba = DeviceSummaries.empty();
        ba.combine(late.channels());
        ba.combine(early.channels());
        assertThat(ab.channels()).isEqualTo(ba.channels());
        assertThat(ab.channels().get(0).last() - ab.channels().get(0).first()).isEqualTo(30);
    }
}

package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TagGuardTest {

    private final TagGuard guard = new TagGuard(3);

    @Test
    void refusal_givenValuesUpToTheLimit_isNone() {
        for (int round = 0; round < 2; round++) {
            for (int run = 0; run < 3; run++) {
                assertThat(guard.refusal(pane("d", "run-" + run))).isNull();
            }
        }
        assertThat(guard.refused()).isZero();
    }

    @Test
    void refusal_givenOneValueMore_namesTagLimitAndSetting() {
        for (int run = 0; run < 3; run++) {
            assertThat(guard.refusal(pane("d", "run-" + run))).isNull();
        }

        assertThat(guard.refusal(pane("d", "run-3")))
                .isEqualTo("tag run has 3 values already; SOAKLINE_INFLUX_TAG_VALUES allows more");
        assertThat(guard.refusal(pane("d", "run-2"))).isNull();
        assertThat(guard.refused()).isEqualTo(1);
    }

    @Test
    void refusal_countsATagOverAllMeasurementsAndEachTagByItself() {
        assertThat(guard.refusal(pane("d", "run-0"))).isNull();
        assertThat(guard.refusal(pane("d", "run-1"))).isNull();
        assertThat(guard.refusal(
                        new Point(Measurement.SLOWEST, 1).tag("device", "d").tag("run", "run-2")))
                .isNull();

        assertThat(guard.refusal(pane("d", "run-3"))).contains("tag run");
        assertThat(guard.refusal(pane("e", "run-2"))).isNull();
    }

    private static Point pane(String device, String run) {
        return new Point(Measurement.PANES, 1).tag("device", device).tag("run", run);
    }
}

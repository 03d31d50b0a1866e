package io.soakline.produce.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.record.Load;
import io.soakline.record.LoadPattern;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadSettingsTest {

    @ParameterizedTest
    @CsvSource({"250us,250000", "10ms,10000000", "1.5s,1500000000", "2m,120000000000", "7ns,7", "1h,3600000000000"})
    void duration_givenNumberAndUnit_isNanoseconds(String text, long nanos) {
        assertThat(DurationText.parse(text)).isEqualTo(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "ms", "-1ms", "10 parsecs"})
    void duration_givenAnythingElse_isRefusedWithExample(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("for example 10ms");
    }

    @Test
    void parse_givenPeriodic_recordsPeriodWaitingAndDeadline() {
        Load load = LoadSettings.parse("periodic:10ms", 1, Waiting.PARK, Duration.ofMillis(5))
                .toRecord();
        assertThat(load.getPattern()).isEqualTo(LoadPattern.PERIODIC);
        assertThat(load.getPeriodNanos()).isEqualTo(10_000_000L);
        assertThat(load.getDeadlineNanos()).isEqualTo(5_000_000L);
        assertThat(load.getWaiting()).isEqualTo("park");
    }

    @Test
    void parse_givenClosed_recordsThatNothingWaits() {
        Load load = LoadSettings.parse("closed", 1, Waiting.SPIN, null).toRecord();
        assertThat(load.getPattern()).isEqualTo(LoadPattern.CLOSED);
        assertThat(load.getPeriodNanos()).isNull();
        assertThat(load.getWaiting()).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "poisson",
                "poisson:200",
                "poisson:0/s",
                "poisson:-1/s",
                "idle-gaps:1ms",
                "idle-gaps:2ms..1ms",
                "idle-gaps:0ms..1ms",
                "closed:1ms",
                "periodic",
                "periodic:0ms",
                "periodic:x"
            })
    void parse_givenUnknownLoad_isRefused(String text) {
        assertThatThrownBy(() -> LoadSettings.parse(text, 1, Waiting.SPIN, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parse_givenPoisson_recordsMeanPeriodAndSeed() {
        Load load = LoadSettings.parse("poisson:200/s", 42, Waiting.SPIN, null).toRecord();
        assertThat(load.getPattern()).isEqualTo(LoadPattern.POISSON);
        assertThat(load.getPeriodNanos()).isEqualTo(5_000_000L);
        assertThat(load.getSeed()).isEqualTo(42L);
        assertThat(load.getWaiting()).isEqualTo("spin");
    }

    @Test
    void parse_givenIdleGaps_recordsTheRangeAndSeed() {
        Load load = LoadSettings.parse("idle-gaps:100us..1s", 42, Waiting.PARK, null)
                .toRecord();
        assertThat(load.getPattern()).isEqualTo(LoadPattern.IDLE_GAP_SWEEP);
        assertThat(load.getGapFromNanos()).isEqualTo(100_000L);
        assertThat(load.getGapToNanos()).isEqualTo(1_000_000_000L);
        assertThat(load.getSeed()).isEqualTo(42L);
        assertThat(load.getPeriodNanos()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "closed",
                "periodic:10ms",
                "periodic:1500us",
                "poisson:200/s",
                "poisson:0.5/s",
                "idle-gaps:100us..1s"
            })
    void text_ofAParsedPattern_readsBackAsTheSame(String text) {
        assertThat(LoadSpec.parse(text).text()).isEqualTo(text);
    }

    @Test
    void parse_givenRatePerMinute_isPerSecond() {
        assertThat(LoadSpec.parse("poisson:90/m")).isEqualTo(new LoadSpec.Poisson(1.5));
    }
}
